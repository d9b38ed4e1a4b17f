from __future__ import annotations

import onnxruntime
import pytest

from ferdesk.providers import PROVIDERS, ProviderError, available, choose


def test_the_cpu_is_always_there() -> None:
    assert "cpu" in available()
    assert choose("cpu") == "CPUExecutionProvider"
    assert choose("CPU") == "CPUExecutionProvider"


def test_every_provider_of_ours_is_known_to_onnxruntime() -> None:
    assert set(PROVIDERS.values()) <= set(onnxruntime.get_all_providers())


def test_what_is_built_in_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        onnxruntime, "get_available_providers", lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"]
    )
    assert available() == ("cpu", "cuda")
    assert choose("cuda") == "CUDAExecutionProvider"


def test_what_is_not_there_is_said_with_what_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(ProviderError, match=r"no provider 'cuda'.*onnxruntime-gpu.*it has: cpu"):
        choose("cuda")
    with pytest.raises(ProviderError, match=r"no provider 'abacus'.*has: cpu"):
        choose("abacus")
