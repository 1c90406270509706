// The browsable description of the API: Swagger UI over our own document, with requests sent as the signed-in user.
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

const place = document.querySelector<HTMLElement>("#api-docs");
if (place) {
  const csrf = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
  SwaggerUI({
    domNode: place,
    url: place.dataset.url ?? "",
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    filter: true,
    tryItOutEnabled: false,
    // The badge of a public validator would send the document elsewhere.
    validatorUrl: null,
    requestInterceptor: (request) => {
      if (new URL(request.url, location.href).origin === location.origin) request.headers["X-CSRFToken"] = csrf;
      return request;
    },
  });
}
