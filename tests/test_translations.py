"""No reader is left with half a page in a language that is not theirs."""

import pytest
from babel.messages.pofile import read_po

from amparo.ops import translations

TEMPLATE = """
  {% load i18n %}
      <p>{% translate "Close the case" context "verb" %} it's</p>
  {% blocktranslate count total=n trimmed %}
    {{ total }} case of {{ team }}
  {% plural %}
    {{ total }} cases of {{ team }}
  {% endblocktranslate %}
"""


@pytest.fixture
def installation(tmp_path, monkeypatch):
    """A very small house, with one page and one module."""
    root = tmp_path / "amparo"
    (root / "templates").mkdir(parents=True)
    (root / "templates" / "page.html").write_text(TEMPLATE)
    (root / "deeds.py").write_text('said = _("Saved by %(name)s.")\n')
    monkeypatch.setattr(translations, "ROOT", root)
    monkeypatch.setattr(translations, "_shipped", dict)
    return root


def translate(house, language, translations):
    path = house / "locale" / language / "LC_MESSAGES" / "django.po"
    text = path.read_text()
    for source, said in translations.items():
        text = text.replace(f'{source}\nmsgstr ""', f"{source}\n{said}")
    path.write_text(text)
    return path


def test_every_sentence_is_there_in_every_language(capsys):
    problems = translations.main(["check"])
    told = capsys.readouterr().out.splitlines()
    assert not problems, "\n".join([*told[:10], "…", *told[-1:]])


def test_sentences_are_found_in_code_and_in_templates(installation):
    translations.main(["extract"])
    with (installation / "locale/ar/LC_MESSAGES/django.po").open("rb") as file:
        found = read_po(file, locale="ar")
    assert found.get("Saved by %(name)s.")
    assert found.get("Close the case", context="verb")
    cases = found.get("%(total)s case of %(team)s")
    assert cases.id == ("%(total)s case of %(team)s", "%(total)s cases of %(team)s")
    assert found.num_plurals == 6


def test_a_translation_survives_and_a_sentence_without_one_is_named(installation, capsys):
    translations.main(["extract"])
    said = {'msgid "Saved by %(name)s."': 'msgstr "Lo guardó %(name)s."'}
    path = translate(installation, "es", said)
    translations.main(["extract"])
    capsys.readouterr()
    assert "Lo guardó" in path.read_text()
    assert translations.main(["check"]) == 1
    told = capsys.readouterr().out
    assert "es: not translated: 'Close the case' (amparo/templates/page.html)" in told
    assert "es: not translated: 'Saved" not in told


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('msgstr "Lo guardó %(nombre)s."', "other names in the gaps"),
        ('msgstr "Lo guardó."', "other names in the gaps"),
    ],
)
def test_a_gap_keeps_its_name(installation, capsys, said, problem):
    translations.main(["extract"])
    translate(installation, "es", {'msgid "Saved by %(name)s."': said})
    capsys.readouterr()
    translations.main(["check"])
    assert f"es: {problem}: 'Saved by" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ('_(f"Saved by {name}.")', "translate the whole sentence"),
        ('_("Saved by " + name)', "translate the whole sentence"),
        ('_("Saved by {name}".format(name=name))', "translate the whole sentence"),
        ('ngettext("%d case", "%d cases", n)', "a gap without a name"),
        ('_("Saved by {}.")', "a gap without a name"),
        ("from django.utils.translation import gettext as say", "under another name"),
    ],
)
def test_a_sentence_nobody_can_translate_is_refused(installation, capsys, code, problem):
    (installation / "deeds.py").write_text(code)
    assert translations.main(["extract"]) == 1
    assert problem in capsys.readouterr().out


def test_a_sentence_that_nobody_says_any_more_is_let_go(installation, capsys):
    translations.main(["extract"])
    (installation / "deeds.py").write_text("")
    translations.main(["check"])
    assert "nobody says this any more" in capsys.readouterr().out
    translations.main(["extract"])
    assert "Saved by" not in (installation / "locale/es/LC_MESSAGES/django.po").read_text()
