// Questions that come and go with the answers before them: on the respondent's page and where colleagues enter answers.

/** Shows each question whose earlier answer leads to it; what is hidden is not sent. In order: one may lead to the next. */
function branch(form: HTMLFormElement): void {
  for (const question of form.querySelectorAll<HTMLElement>(".question[data-after]")) {
    const wanted = JSON.parse(question.dataset.values ?? "[]") as string[];
    const given = new FormData(form).getAll(question.dataset.after ?? "").map(String);
    const shown = given.some((value) => wanted.includes(value));
    question.hidden = !shown;
    const fields = question.querySelector("fieldset");
    if (fields) fields.disabled = !shown;
  }
}

export function startBranching(form: HTMLFormElement): void {
  branch(form);
  form.addEventListener("change", () => branch(form));
}
