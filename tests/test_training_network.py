"""Training's parts: the network, the objective, the sampler, the miner and the exported graph."""

from __future__ import annotations

import gzip
import json
import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa.reader import SHIPPED, TOKENIZER

torch = pytest.importorskip("torch")
pytest.importorskip("safetensors")

from tokenizers import Tokenizer  # noqa: E402

from training import data, export, model, predicates, prepare, retrieval, soup, train  # noqa: E402

QUAY = (
    "The quay at Sandvik was rebuilt in 2019 after a storm. Mayor Ole Brandt opened it, and fishermen from Hamre came "
    "to see it."
)
FAIR = "At the fair in Lowick a brass band played until the lights went out, and nobody minded the rain."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(SHIPPED / TOKENIZER))


@pytest.fixture(scope="module")
def network() -> model.ReaderModel:
    torch.manual_seed(3)
    return model.ReaderModel().eval()


def batch(*rows: tuple[int, list[tuple[int, int]], bool | None], length: int = 6, first: int = 2) -> data.Batch:
    """Rows of (group, gold token pairs, many), the passage being the tokens from ``first`` to the last but one."""
    return data.collate(
        [data.Example(list(range(10, 10 + length)), first, gold, many, group=g) for g, gold, many in rows]
    )


def test_one_passage_alone_is_plain_cross_entropy_with_no_answer() -> None:
    logits = torch.tensor([[0.5, 9.0, 1.0, 2.0, 0.0, 9.0]])  # [CLS], question, three passage tokens, [SEP]
    b = batch((0, [(3, 3)], False))
    normaliser = math.log(math.exp(0.5) + math.exp(1.0) + math.exp(2.0) + math.exp(0.0))
    assert float(train.span_loss(logits, b.starts, b)) == pytest.approx(normaliser - 2.0, abs=1e-5)


def test_not_here_wants_the_first_token() -> None:
    logits = torch.tensor([[0.5, 9.0, 1.0, 2.0, 0.0, 9.0]])
    b = batch((0, [], False))
    normaliser = math.log(math.exp(0.5) + math.exp(1.0) + math.exp(2.0) + math.exp(0.0))
    assert float(train.span_loss(logits, b.starts, b)) == pytest.approx(normaliser - 0.5, abs=1e-5)


def test_two_passages_of_one_question_share_the_normaliser() -> None:
    logits = torch.tensor([[0.0, 0.0, 3.0, 1.0, 1.0, 0.0], [1.0, 0.0, 2.0, 1.0, 0.0, 0.0]])
    b = batch((0, [(2, 2)], False), (0, [], False))
    wrong = [math.exp(1.0), math.exp(0.0), math.exp(-1.0)]  # from [CLS] at 1.0
    shared = math.log(1 + math.exp(3.0) + 2 * math.exp(1.0) + sum(wrong))
    alone = math.log(1 + sum(wrong))
    assert float(train.span_loss(logits, b.starts, b)) == pytest.approx(((shared - 3.0) + alone) / 2, abs=1e-5)


def test_parts_of_a_list_share_the_target_and_alternatives_do_not() -> None:
    logits = torch.tensor([[0.0, 0.0, 3.0, 1.0, 2.0, 0.0]])
    normaliser = math.log(1 + math.exp(3.0) + math.exp(1.0) + math.exp(2.0))
    parts, alternatives = batch((0, [(2, 2), (4, 4)], True)), batch((0, [(2, 2), (4, 4)], False))
    assert float(train.span_loss(logits, parts.starts, parts)) == pytest.approx(normaliser - 2.5, abs=1e-5)
    either = math.log(math.exp(3.0) + math.exp(2.0))
    assert float(train.span_loss(logits, alternatives.starts, alternatives)) == pytest.approx(
        normaliser - either, abs=1e-5
    )


def test_the_rate_warms_up_holds_and_ends_at_nothing() -> None:
    assert train.rate_at(train.WARM_UP / 2) == pytest.approx(0.5)
    assert train.rate_at(train.HOLD) == 1.0
    assert train.rate_at((1 + train.HOLD) / 2) == pytest.approx(0.5)
    assert train.rate_at(1.2) == 0.0


def test_the_network_is_the_bert_of_transformers() -> None:
    transformers = pytest.importorskip("transformers")
    config = transformers.BertConfig(
        hidden_size=model.HIDDEN,
        num_hidden_layers=model.LAYERS,
        num_attention_heads=model.HEADS,
        intermediate_size=model.INNER,
        attn_implementation="eager",
    )
    torch.manual_seed(5)
    theirs = transformers.BertForQuestionAnswering(config).eval()
    ours = model.from_bert(theirs.state_dict()).eval()
    ids = torch.randint(1, 30000, (2, 9))
    types, mask = torch.zeros_like(ids), torch.ones_like(ids)
    types[:, 4:] = 1
    mask[1, 7:] = 0
    with torch.no_grad():
        expected = theirs(ids, token_type_ids=types, attention_mask=mask)
        token, many = ours(ids, types, mask)
    assert torch.allclose(token[0, :, 0], expected.start_logits[0], atol=1e-4)
    assert torch.allclose(token[1, :7, 1], expected.end_logits[1, :7], atol=1e-4)
    assert many.tolist() == pytest.approx([-3.0, -3.0])


def test_a_state_of_another_shape_is_refused(network: model.ReaderModel) -> None:
    with pytest.raises((KeyError, ValueError)):
        model.from_bert({"embeddings.word_embeddings.weight": torch.zeros(3, 4)})


def test_the_graph_computes_what_the_network_does(network: model.ReaderModel) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    graph = export.build({key: value.numpy() for key, value in network.state_dict().items()})
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    ids = torch.randint(1, 30000, (2, 12))
    types, mask = torch.ones_like(ids), torch.ones_like(ids)
    mask[1, 8:] = 0
    with torch.no_grad():
        token, many = network(ids, types, mask)
    got = session.run(
        ["token", "many"], {"ids": ids.numpy(), "types": types.numpy(), "mask": mask.numpy().astype(np.int32)}
    )
    assert np.allclose(got[0][0], token[0].numpy(), atol=1e-4)
    assert np.allclose(got[0][1, :8], token[1, :8].numpy(), atol=1e-4)
    assert np.allclose(got[1].reshape(-1), many.numpy(), atol=1e-4)


def test_export_writes_a_reader_that_loads(
    network: model.ReaderModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.torch import save_file

    from qa.reader import Reader

    save_file(network.state_dict(), tmp_path / "weights.safetensors")
    monkeypatch.setattr(
        "sys.argv",
        [
            "export",
            "--weights",
            str(tmp_path / "weights.safetensors"),
            "--tokenizer",
            str(SHIPPED / TOKENIZER),
            "--out",
            str(tmp_path / "out"),
        ],
    )
    export.main()
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["reader.int8.onnx", "reader.json", "tokenizer.json"]
    assert len(Reader.load(tmp_path / "out", threads=1).read("Who opened the quay?", [QUAY, FAIR])) == 2


@pytest.mark.parametrize("seed", range(40))
def test_a_crop_keeps_the_answer_where_it_is(seed: int) -> None:
    text = (
        "Gulls cried over the harbour. " * 30 + "It was Ole Brandt who opened it. " + "Waves broke on the mole. " * 30
    )
    start = text.index("Ole Brandt")
    row = {"question": "Who?", "context": text, "spans": [[start, start + 10]], "many": False}
    context, spans = data.crop(row, random.Random(seed))
    assert [context[a:b] for a, b in spans] == ["Ole Brandt"]
    assert context in text


@pytest.mark.parametrize("seed", range(10))
def test_a_crop_without_an_answer_keeps_what_the_question_is_about(seed: int) -> None:
    text = (
        "Gulls cried over the water. " * 40 + "The mayor opened the rebuilt quay. " + "Waves broke on the mole. " * 40
    )
    context, spans = data.crop(
        {"question": "Which mayor opened the rebuilt quay?", "context": text, "spans": [], "many": None},
        random.Random(seed),
    )
    assert spans == []
    assert "opened the rebuilt" in context


@pytest.mark.parametrize("seed", range(30))
def test_a_slip_of_the_finger_changes_one_word_by_at_most_one_letter(seed: int) -> None:
    question = "Which mayor opened the rebuilt quay?"
    slipped = data.slip(question, random.Random(seed))
    different = [(a, b) for a, b in zip(question.split(), slipped.split(), strict=True) if a != b]
    assert len(different) <= 1
    assert all(abs(len(a) - len(b)) <= 1 for a, b in different)


def test_no_word_long_enough_no_slip() -> None:
    assert data.slip("who is it", random.Random(1)) == "who is it"


def test_a_swap_asks_about_somebody_the_passage_does_not_name() -> None:
    names = {"1": ["Karlsen", "Lunde"], "2": ["Ole Brandt"], "year": ["2004"]}
    row = {
        "question": "What did Karlsen open in 2019?",
        "context": "In 2019 Karlsen opened the quay.",
        "spans": [[23, 31]],
        "many": False,
        "negatives": [1],
    }
    asked = {(data.swap(row, names, random.Random(seed)) or row)["question"] for seed in range(40)}
    assert asked == {row["question"], "What did Lunde open in 2019?", "What did Karlsen open in 2004?"}
    swapped = next(s for seed in range(40) if (s := data.swap(row, names, random.Random(seed))))
    assert (swapped["spans"], swapped["negatives"], swapped["many"]) == ([], [], None)
    assert row["spans"], "the row itself stays"


def test_nothing_to_swap() -> None:
    row = {"question": "What did Karlsen open?", "context": "The quay was opened.", "spans": [[4, 8]], "many": False}
    assert data.swap(row, {"1": ["Lunde"]}, random.Random(1)) is None


def test_bare_questions_name_the_subject_of_their_predicate() -> None:
    voted, sang = "On Monday parliament voted to leave.", "The choir sang for the mayor in June."

    def asks(question: str, sentence: str, answer: str) -> dict[str, Any]:
        return {
            "question": question,
            "context": sentence,
            "answers": [{"text": answer, "answer_start": sentence.index(answer)}],
        }

    items = [
        asks("What voted?", voted, "parliament"),
        asks("When did something vote?", voted, "On Monday"),
        asks("Who sang?", sang, "The choir"),
        asks("Who did someone sing for?", sang, "for the mayor"),
        asks("Why did someone sing?", sang, "in June"),
    ] * 4
    rows = list(predicates.bare_questions(items, "made", random.Random(3)))
    told = {(r["question"], *(r["context"][a:b] for a, b in r["spans"])) for r in rows}
    assert ("When did parliament vote?", "Monday") in told
    assert not any("someone" in r["question"] or "something" in r["question"] for r in rows)
    assert all(r["many"] is None and r["negatives"] == [] for r in rows)


def test_gold_tokens_cover_the_answer(tokenizer: Tokenizer, tmp_path: Path) -> None:
    sampler = data.Sampler(_rows(tmp_path), tokenizer, seed=1)
    start = QUAY.index("Ole Brandt")
    example = sampler.encode("Who opened it?", QUAY, [(start, start + 10)], False, "x")
    [(first, last)] = example.gold
    assert tokenizer.decode(example.ids[first : last + 1]) == "ole brandt"
    assert example.ids[example.first - 1] == data.SEP


def _rows(folder: Path) -> Path:
    start = QUAY.index("2019")
    news = {
        "question": "When was the quay rebuilt?",
        "context": QUAY,
        "spans": [[start, start + 4]],
        "many": False,
        "source": "train_news_written",
        "negatives": [1],
    }
    rows: list[dict[str, Any]] = [
        news,
        {**news, "source": "squad20_train", "negatives": []},
        {**news, "source": "train_nq_dev", "spans": [], "negatives": []},
    ]
    path = folder / "train.json.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump({"passages": [QUAY, FAIR], "rows": rows}, file)
    return path


def test_the_sampler_goes_on_where_its_state_was_saved(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = _rows(tmp_path)
    whole = data.Sampler(path, tokenizer, seed=4)
    first, second = list(whole.pool(0.1, 20, 600)), list(whole.pool(0.9, 20, 600))
    resumed = data.Sampler(path, tokenizer, seed=4)
    assert list(resumed.pool(0.1, 20, 600)) == first
    later = data.Sampler(path, tokenizer, seed=4)
    later.state = dict(resumed.state)
    assert list(later.pool(0.9, 20, 600)) == second


def test_batches_keep_within_their_size_and_questions_together(tokenizer: Tokenizer, tmp_path: Path) -> None:
    batches = list(data.Sampler(_rows(tmp_path), tokenizer, seed=4).pool(0.1, 40, 600))
    assert sum(len(b) for b in batches) > 40  # some questions were given a wrong passage too
    for b in batches:
        assert len(b) * max(e.length for e in b) <= 600
        wrong = [i for i, e in enumerate(b) if e.source == "train_news_written" and not e.gold]
        assert all(b[i - 1].group == b[i].group and b[i - 1].gold for i in wrong)


def test_mined_negatives_are_other_passages_without_the_answer() -> None:
    again = "In 2019 the storm wrecked the quay at Sandvik, people said."
    row: dict[str, Any] = {
        "question": "When was the quay at Sandvik rebuilt?",
        "context": QUAY,
        "negatives": [],
        "spans": [[QUAY.index("2019"), QUAY.index("2019") + 4]],
    }
    unanswered: dict[str, Any] = {**row, "spans": [], "negatives": []}
    others: list[dict[str, Any]] = [{**row, "context": text, "spans": [], "negatives": []} for text in (again, FAIR)]
    passages = ["one from before"]
    prepare.mine([row, unanswered, *others], passages, embed=False)
    assert passages == ["one from before", QUAY, again, FAIR]
    assert row["negatives"] == [3]
    assert unanswered["negatives"] == []


@pytest.mark.parametrize(
    ("kind", "answers", "many"),
    [
        ("who", 1, False),
        ("who", 2, True),
        ("list", 1, True),
        ("none", 0, None),
        (None, 1, None),
    ],
)
def test_rows_say_whether_all_spans_answer_together(kind: str | None, answers: int, many: bool | None) -> None:
    item = {
        "question": " Who? ",
        "context": "Ann and Bo",
        "answers": [{"text": "Ann", "answer_start": 0}, {"text": "Bo", "answer_start": 8}][:answers],
    }
    row = prepare.to_row({**item, "type": kind} if kind else item, "train_news_written" if kind else "squad20_train")
    assert row["many"] is many
    assert row["question"] == "Who?"


def test_bm25_by_hand() -> None:
    scores = retrieval.BM25(["cat sat", "cat cat ran", "dog"]).scores("cat?")
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    for i, (tf, length) in enumerate(((1, 2), (2, 3))):
        norm = retrieval.K1 * (1 - retrieval.B + retrieval.B * length / 2)
        assert scores[i] == pytest.approx(idf * tf * (retrieval.K1 + 1) / (tf + norm), rel=1e-5)
    assert scores[2] == 0


def test_a_soup_is_the_weighted_mean(network: model.ReaderModel, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    one = dict(network.state_dict())
    save_file(one, tmp_path / "one.safetensors")
    save_file({name: value + 4.0 for name, value in one.items()}, tmp_path / "two.safetensors")
    mixed = soup.mix([(tmp_path / "one.safetensors", 3.0), (tmp_path / "two.safetensors", 1.0)])
    assert set(mixed) == set(one)
    assert all(torch.allclose(mixed[name], one[name] + 1.0, atol=1e-4) for name in one)
