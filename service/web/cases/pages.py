"""All pages of cases: importing this module gives the blueprint its routes."""

from service.web.cases import actions, case_list, case_page, new_case, root_causes
from service.web.cases.blueprint import cases

__all__ = ["actions", "case_list", "case_page", "cases", "new_case", "root_causes"]
