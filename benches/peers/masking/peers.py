"""Others who find known strings or patterns in text, over the very files that Caseward's own benchmark wrote and was measured with:
`known.tsv` (person, kind, string), `notes.txt` with `bounds.tsv` and `mentions.tsv` (places in bytes), `prose.txt` (nobody in it).

Each is used as its manual says for a list of known strings, and for a bounded number of notes where it is slow. A mention counts as found
if what was found covers all of it. Prints one line for each: megabytes a second of processor time, recall, cells that were found in less than
half of their mentions, false hits per megabyte of prose."""

import collections
import re
import sys
import time

folder, people, budget = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])


def rows(name):
    with open(f"{folder}/{name}", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


with open(f"{folder}/notes.txt", "rb") as file:
    raw = file.read()
with open(f"{folder}/prose.txt", encoding="utf-8") as file:
    prose = file.read()[:300_000]
known = rows("known.tsv")
bounds = [(int(a), int(b)) for a, b in rows("bounds.tsv")]
mentions = [(int(a), int(b), cell) for a, b, cell, _ in rows("mentions.tsv")]


def notes():
    """Each note with its mentions, in characters instead of bytes."""
    at = 0
    for begin, end in bounds:
        whole = raw[begin:end]
        text = whole.decode("utf-8")
        inside = []
        while at < len(mentions) and mentions[at][1] <= end:
            start, stop, cell = mentions[at]
            to_chars = lambda place: len(raw[begin:place].decode("utf-8"))
            inside.append((to_chars(start), to_chars(stop), cell))
            at += 1
        yield text, inside, end - begin


NOTES = list(notes())


def measure(name, build, find, least=20):
    began = time.process_time()
    tool = build()
    built = time.process_time() - began
    find(tool, NOTES[0][0])
    worked = done = 0.0
    cells = collections.defaultdict(lambda: [0, 0])
    for number, (text, inside, size) in enumerate(NOTES):
        began = time.process_time()
        spans = sorted(find(tool, text))
        worked += time.process_time() - began
        done += size
        for start, stop, cell in inside:
            at = start
            for a, b in spans:
                if a <= at < b:
                    at = b
            cells[cell][0] += at >= stop
            cells[cell][1] += 1
        if worked > budget and number >= least:
            break
    found, of = (sum(cell[side] for cell in cells.values()) for side in (0, 1))
    poor = sorted(cell for cell, (hit, total) in cells.items() if hit < total / 2)
    began = time.process_time()
    sample = prose if worked < budget else prose[:20_000]
    false = 0
    for paragraph in sample.split("\n\n"):
        false += len(list(find(tool, paragraph)))
        if time.process_time() - began > budget:
            break
    mb = len(sample) / 1e6
    print(
        f"{name} | {built:.1f} s | {done / worked / 1e6:.4f} MB/s | recall {found / of:.3f} of {of} | "
        f"{len(poor)} of {len(cells)} cells under half | {false / mb:.1f} false per MB",
        flush=True,
    )


strings = list({row[2] for row in known})


def aho():
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for string in strings:
        small = string.lower()
        automaton.add_word(small, len(small))
    automaton.make_automaton()
    return automaton


def aho_find(automaton, text):
    return [(end + 1 - length, end + 1) for end, length in automaton.iter(text.lower())]


def flash():
    from flashtext import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=False)
    for string in strings:
        processor.add_keyword(string)
    return processor


def flash_find(processor, text):
    return [(start, end) for _, start, end in processor.extract_keywords(text, span_info=True)]


def fuzzy():
    return sorted({row[2].lower() for row in known if row[1] == "name"})


def fuzzy_find(names, text):
    from rapidfuzz import fuzz, process

    words = [(m.start(), m.end()) for m in re.finditer(r"[\w'’-]+", text)]
    pairs = [(a[0], b[1]) for a, b in zip(words, words[1:])]
    spans = []
    for start, end in pairs:
        if process.extractOne(text[start:end].lower(), names, scorer=fuzz.ratio, score_cutoff=90):
            spans.append((start, end))
    return spans


def presidio(with_list):
    def build():
        import logging

        import spacy
        import tldextract
        from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
        from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

        # It would fetch the list of top domains; the one that it brings along will do.
        logging.disable(logging.CRITICAL)
        tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
        blank = spacy.blank("en")

        class Blank(NlpEngine):
            """Its own engine loads a model of a language, which isn't here: patterns and lists do without."""

            def load(self):
                pass

            def is_loaded(self):
                return True

            def process_text(self, text, language):
                doc = blank(text)
                return NlpArtifacts([], doc, [t.idx for t in doc], [t.text for t in doc], self, language)

            def process_batch(self, texts, language, **_):
                for text in texts:
                    yield text, self.process_text(text, language)

            def is_stopword(self, word, language):
                return False

            def is_punct(self, word, language):
                return False

            def get_supported_entities(self):
                return []

            def get_supported_languages(self):
                return ["en"]

        registry = RecognizerRegistry()
        registry.load_predefined_recognizers(languages=["en"])
        for recognizer in list(registry.recognizers):
            if "Spacy" in type(recognizer).__name__:
                registry.remove_recognizer(recognizer.name)
        if with_list:
            registry.add_recognizer(PatternRecognizer(supported_entity="KNOWN", deny_list=strings))
        return AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"])

    return build


def presidio_find(analyzer, text):
    return [(found.start, found.end) for found in analyzer.analyze(text=text, language="en")]


print(f"{people} people, {len(strings)} strings, {len(raw) / 1e6:.2f} MB, python {sys.version.split()[0]}", flush=True)
measure("pyahocorasick, small letters", aho, aho_find)
measure("flashtext", flash, flash_find)
if people <= 10_000:
    measure("rapidfuzz, pairs of words, ratio 90", fuzzy, fuzzy_find)
    measure("presidio, patterns", presidio(False), presidio_find)
    measure("presidio, patterns and deny list", presidio(True), presidio_find, least=5)
