"""A run as one HTML page that needs no network, for reading, printing and handing on."""

import re
from html import escape, unescape
from pathlib import Path

from nbconvert import HTMLExporter
from results import results

HERE = Path(__file__).parent
PLOTLY = HERE.parents[1] / "node_modules" / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"
DARK_THEME = "static/theme-dark.css"
HEADING = re.compile(r'<h([23]) id="([^"]+)">(.*?)<a class="anchor-link".*?</h\1>', re.DOTALL)


def html_of(notebook, name, origins):
    """
    The report of an executed notebook, whose title is its name unless it has a heading.
    origins: its parameters, as parameters.py tells where their values came from.
    """
    # nbconvert would take an unknown language for Python.
    notebook.metadata.setdefault("language_info", {"name": "typescript"})["pygments_lexer"] = "typescript"
    exporter = HTMLExporter(embed_images=True, require_js_url="", mathjax_url="", jquery_url="", mermaid_js_url="")
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    head, body_tag, body = page.partition("<body")
    return f"{head_of(head, exporter)}{body_tag}{with_overview(body, notebook, origins)}"


def head_of(head, exporter):
    """Plotly and our own styles in place of scripts that would load from elsewhere."""
    without_scripts = re.sub(r"<script.*?</script>", "", head, flags=re.DOTALL)
    dark = next(path for folder in exporter.template_paths if (path := Path(folder, DARK_THEME)).exists())
    styles = [
        (HERE / "report.css").read_text("utf-8"),
        f"@media screen and (prefers-color-scheme: dark) {{ {dark.read_text('utf-8')} }}",
    ]
    scripts = [path.read_text("utf-8").replace("</script", "<\\/script") for path in (PLOTLY, HERE / "report.js")]
    ours = [f"<style>{style}</style>" for style in styles] + [f"<script>{script}</script>" for script in scripts]
    return without_scripts.replace("</head>", "\n".join([*ours, "</head>"]))


def with_overview(body, notebook, origins):
    """What a reader wants first comes below the title: the results, the parameters and the contents."""
    sections = [*(table.html for table in results(notebook)), parameters_html(origins), contents_html(body)]
    overview = f'<div class="overview jp-RenderedHTMLCommon">{"".join(sections)}</div>'
    above = "</h1>" if "</h1>" in body else "<main>"
    return body.replace(above, above + overview, 1)


def parameters_html(origins):
    if not origins:
        return ""
    rows = [
        f'<tr><th scope="row">{escape(each.name)}</th><td>{escape(each.value)}</td><td>{escape(each.origin)}</td><td>{escape(each.meaning)}</td></tr>'
        for each in origins
    ]
    head = "".join(f'<th scope="col">{name}</th>' for name in ("parameter", "value", "from", "meaning"))
    return (
        f'<details><summary>Parameters</summary><table class="parameters"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></details>"
    )


def contents_html(body):
    items = [
        f'<li class="level-{level}"><a href="#{anchor}">{escape(unescape(re.sub("<[^>]*>", "", text)))}</a></li>'
        for level, anchor, text in HEADING.findall(body)
    ]
    return f'<nav aria-label="Contents"><ul>{"".join(items)}</ul></nav>' if items else ""
