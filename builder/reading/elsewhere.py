"""Names of directives and roles that others have and guides have not, each with the way out: no similar name
of ours means the same.
"""

from collections.abc import Mapping


def _all(*groups: tuple[str, str]) -> Mapping[str, str]:
    return {name: way for names, way in groups for name in names.split()}


DIRECTIVES_ELSEWHERE = _all(
    ("button-ref button-link", "write a link: a page has nothing to click on"),
    ("jupyter-execute", "write what it prints, or show a picture of it"),
)
ROLES_ELSEWHERE = _all(
    ("cite", "write the source as [name]_, and “.. [name] …” where the sources are"),
    ("issue user", "write a link to it, `words <https://…>`__"),
)
