from pathlib import Path

from indicators.reference_page import reference_page

PAGE = Path(__file__).parents[2] / "docs" / "indicators.md"


def test_the_page_in_the_docs_is_fresh(catalogue):
    assert PAGE.read_text("utf-8") == reference_page(catalogue), "run `make docs`"


def test_the_page_documents_every_indicator_in_every_language(catalogue):
    page = reference_page(catalogue)
    for indicator in catalogue.values():
        staged = f"- also {indicator.stage}: `{indicator.id}` — "
        assert (staged if indicator.stage else f"### {indicator.id}\n") in page
        assert " · ".join(indicator.title.values()) in page
        assert f"- reference: {indicator.reference}\n" in page


def test_an_indicator_says_how_it_is_made(catalogue):
    section = reference_page(catalogue).split("### population_density\n")[1].split("###")[0]
    assert "- inputs: `population`, `land_area_km2`" in section
    assert "- formula: `per_km2` — amount ÷ area_km2" in section


def test_an_amount_says_what_it_is_the_sum_of_and_what_limits_it(catalogue):
    sections = dict(each.split("\n", 1) for each in reference_page(catalogue).split("### ")[1:])
    assert "- where not published, sum of: `land_tax`, `property_tax`\n" in sections["local_taxes"]
    assert "- alert kgz: > 20: Yearly debt service" in sections["debt_service_ratio"]
    assert ", else the value of the area above" in sections["price_index"]


def test_an_indicator_says_what_becomes_of_missing_values(catalogue):
    section = reference_page(catalogue).split("### land_area_km2\n")[1].split("###")[0]
    assert "- missing values: carried forward without limit, else the area's `area_km2`" in section
