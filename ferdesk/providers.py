"""Which processor runs the network: onnxruntime's execution providers under short names."""

from __future__ import annotations

import onnxruntime

from ferdesk.errors import FerdeskError

PROVIDERS: dict[str, str] = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "openvino": "OpenVINOExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
}
"""The name a user types -> onnxruntime's own."""

_PACKAGES = {"cuda": "onnxruntime-gpu", "directml": "onnxruntime-directml", "openvino": "onnxruntime-openvino"}


class ProviderError(FerdeskError):
    """An execution provider that is unknown, or that the installed onnxruntime does not have."""


def available() -> tuple[str, ...]:
    """The names of PROVIDERS that the installed onnxruntime was built with. Its libraries may still be missing."""
    built_in = onnxruntime.get_available_providers()
    return tuple(name for name, provider in PROVIDERS.items() if provider in built_in)


def choose(name: str) -> str:
    """onnxruntime's name of the provider `name`. ProviderError lists those that there are."""
    here = ", ".join(available())
    provider = PROVIDERS.get(name.lower())
    if provider is None:
        raise ProviderError(f"there is no provider {name!r}; this computer's onnxruntime has: {here}")
    if name.lower() not in available():
        package = _PACKAGES.get(name.lower())
        advice = f" (it comes with the package {package}, installed in place of onnxruntime)" if package else ""
        raise ProviderError(f"the installed onnxruntime has no provider {name!r}{advice}; it has: {here}")
    return provider
