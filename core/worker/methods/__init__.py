"""The methods, by subject; importing this registers all of them."""

from . import about, data, embedding, jobs, labelling, live, samples

__all__ = ["about", "data", "embedding", "jobs", "labelling", "live", "samples"]
