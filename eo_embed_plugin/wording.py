"""Failures in the words of the dock and the toolbox: the core's own sentences are for the command line.

What a sentence of the core says is known by its beginning; its facts (names, numbers, paths) go into ours.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Callable, NamedTuple

from .i18n import tr

_Words = Callable[[], str]


class Case(NamedTuple):
    """How one sentence of the core is told.

    code: its error's. begins: how it begins, with its facts as ``{name}``. dock: our sentence, with the same facts.
    toolbox: that of Processing, where the dock's words would send the user astray.
    """

    code: str
    begins: str
    dock: _Words
    toolbox: _Words | None = None

    def tell(self, message: str, in_toolbox: bool) -> str:
        """Our sentence for one of the core's; "" where it is not the one that is meant."""
        found = _pattern(self.begins).match(message)
        words = self.toolbox if in_toolbox and self.toolbox is not None else self.dock
        return words().format(**found.groupdict()) if found else ""


def told(failure: Any, in_toolbox: bool = False) -> tuple[str, str]:
    """A failure of a request as one sentence for the user, and its details: the core's own words where ours are
    others, what else is known, and where the traceback is."""
    sentence = reworded(failure.message, failure.code, in_toolbox)
    log = failure.data.get("log")
    details = (
        f"{failure.code}: {failure.message}" if sentence != failure.message else "",
        str(failure.data.get("details") or ""),
        tr("The traceback is in {path}.").format(path=log) if log else "",
    )
    return sentence, "\n".join(part for part in details if part)


def reworded(sentence: str, code: str = "", in_toolbox: bool = False) -> str:
    """A sentence of the core in our words; without ``code`` it may be that of any error, or a note."""
    for case in CASES:
        if code in ("", case.code):
            words = case.tell(sentence, in_toolbox)
            if words:
                return without_commands(words)
    return without_commands(sentence)


def without_commands(text: str) -> str:
    """A text without what only the command line knows: a note's, a fact's, or that of a case not listed below."""
    text = re.sub(r"--set (?=\w)", "", text)
    if not _COMMAND.search(text):
        return text
    facts, _, rest = text.rpartition("; ")
    if facts and _COMMAND.search(rest):
        return without_commands(f"{facts}.")
    text = re.sub(rf"`?{_PROGRAM}(?: ([a-z]+))?`?", _name, text)
    return re.sub(r"(?<!\S)(?:--([a-z][\w-]*)|-([kn])\b)", lambda m: f"“{m[1] or m[2]}”", text)


#: What shows that a text is meant for the command line; a folder of that name does not.
_PROGRAM = r"(?<![\w/\\.-])eo-embed(?![\w/\\-])"
_COMMAND = re.compile(_PROGRAM + r"|(?<!\S)(?:--[a-z]|-[kn]\b)")


def _name(found: re.Match[str]) -> str:
    return f"“{found[1]}”" if found[1] else "EO Embed"


@cache
def _pattern(begins: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", begins)
    return re.compile(
        "".join(re.escape(p) if i % 2 == 0 else f"(?P<{p}>.*?)" for i, p in enumerate(parts))
        + r"(?:[;:,.]? |\.?$)"
    )


# fmt: off
CASES = (
    # Data and chips
    Case("RASTER_MISSING", "There is no raster at {path};",
         lambda: tr("There is no raster at {path}: put it back, or choose another file.")),
    Case("RASTER_NO_CRS", "{path} has no coordinate reference system;",
         lambda: tr("{path} has no coordinate reference system: give it one (Assign Projection), then add it again.")),
    Case("RASTER_ALL_NODATA", "No chip of source {source} has {share} valid pixels in the area of interest;",
         lambda: tr("No chip of source {source} has {share} valid pixels in the area of interest: check its no data "
                    "value, move the area, or accept chips with fewer valid pixels.")),
    Case("BAND_UNKNOWN", "Source {source} has more than one band named {names}; name its {n} bands by hand",
         lambda: tr("Source {source} has more than one band named {names}: open it in the table of the Data step and "
                    "name its {n} bands."),
         lambda: tr("Source {source} has more than one band named {names}: name its {n} bands under Bands.")),
    Case("AOI_OUTSIDE", "The area of interest {area} lies outside the raster;",
         lambda: tr("The area of interest lies outside the raster: check its CRS and position, or draw another.")),
    Case("USAGE", "A workspace needs a source;", lambda: tr("A workspace needs a source: choose imagery first.")),
    Case("USAGE", "--{option} names the source {source}, which --source does not give.",
         lambda: tr("There is no source {source} that the {option} given could be of: choose the imagery again.")),
    Case("CHIP_TOO_LARGE", "A chip of {chip} pixels is larger than the raster ({raster});",
         lambda: tr("A chip of {chip} pixels is larger than the raster ({raster}): choose a smaller size.")),
    Case("NO_CHIPS", "No chip of {chip} pixels lies in the area of interest by the rule '{rule}';",
         lambda: tr("No chip of {chip} pixels lies in the area of interest: draw a larger area, choose a smaller size, "
                    "or take chips of which any part is inside."),
         lambda: tr("No chip of {chip} pixels lies in the area of interest by the rule {rule}: take a larger area or a "
                    "smaller size, or choose any for the chips at the border.")),
    Case("CHIP_UNKNOWN", "There is no chip {chip}: ids run from {first} to {last} here;",
         lambda: tr("There is no chip {chip}: ids run from {first} to {last} here."),
         lambda: tr("There is no chip {chip}: ids run from {first} to {last} here; Chips as polygons writes them.")),
    Case("CHIP_UNKNOWN", "Chip {chip} is not embedded in the area of interest;",
         lambda: tr("Chip {chip} is not embedded in the area of interest: choose another, or embed it.")),
    Case("WORKSPACE_MISSING", "There is no workspace in {folder};",
         lambda: tr("There is no workspace in {folder}: open another folder, or make a new workspace."),
         lambda: tr("There is no workspace in {folder}: choose another folder, or run Make chips first.")),
    Case("WORKSPACE_NEWER", "{path} was written by a later version ({versions});",
         lambda: tr("{path} was written by a later version of EO Embed ({versions}): update the plugin.")),
    # Embedding
    Case("EMBEDDINGS_MISSING", "No chip in the area of interest is embedded;",
         lambda: tr("No chip in the area of interest is embedded: embed the chips in step 3."),
         lambda: tr("No chip in the area of interest is embedded: run Embed chips first.")),
    Case("EMBEDDINGS_MISSING", "Source {source} has no embeddings yet;",
         lambda: tr("Source {source} has no embeddings yet: embed it in step 3."),
         lambda: tr("Source {source} has no embeddings yet: run Embed chips first.")),
    Case("EMBEDDINGS_MISSING", "There are no embeddings in {folder};",
         lambda: tr("There are no embeddings in {folder}: embed the chips in step 3."),
         lambda: tr("There are no embeddings in {folder}: run Embed chips first.")),
    Case("EMBEDDINGS_MISSING", "No chip in {folder} has an embedding;",
         lambda: tr("No chip in {folder} has an embedding: embed the chips in step 3."),
         lambda: tr("No chip in {folder} has an embedding: run Embed chips first.")),
    Case("SHARD_CORRUPT", "The shard {path} is damaged ({why});",
         lambda: tr("{path} is damaged ({why}): embed again, which makes only this part anew.")),
    Case("SHARD_CORRUPT", "{path} is damaged ({why}); remove {folder} and run",
         lambda: tr("{path} is damaged ({why}): delete the folder {folder}, then embed again.")),
    Case("STORE_BUSY", "Another process is embedding into {folder};",
         lambda: tr("Another QGIS or program is embedding into {folder}: wait for it, or stop it there.")),
    Case("DISK_FULL", "No room left on the disk for {path};",
         lambda: tr("No room is left on the disk for {path}: free some space, then do it again; nothing is lost.")),
    Case("DEVICE_MISSING", "The GPU {gpu} was asked for but {found};",
         lambda: tr("The GPU {gpu} was asked for but {found}: choose another device, or see Environment… for why.")),
    Case("DEVICE_MISSING", "The device mps was asked for but is not usable here;",
         lambda: tr("The device mps was asked for but is not usable here: choose the CPU.")),
    Case("DEVICE_MEMORY", "A single chip does not fit in the device's memory;",
         lambda: tr("A single chip does not fit in the device's memory: choose smaller chips, a smaller model, or the "
                    "CPU as the device.")),
    Case("OUT_OF_MEMORY", "There is not enough memory{said};",
         lambda: tr("There is not enough memory{said}: close other programs, or take a smaller area or batch, fewer "
                    "labels, or larger chips or steps.")),
    Case("USAGE", "This model gives values up to {value}, which float16 cannot hold;",
         lambda: tr("This model gives values up to {value}, which float16 cannot hold: store them as float32.")),
    Case("USAGE", "Source {source} cannot be embedded like itself;",
         lambda: tr("Source {source} cannot be embedded like itself: leave it out of the sources.")),
    Case("MODEL_MISMATCH", "Band {band} of {source} has scale {scale}, and that of {like} {other};",
         lambda: tr("Band {band} of {source} has scale {scale}, and that of {like} {other}: make the workspace anew "
                    "with the right scale and offset.")),
    Case("MODEL_MISMATCH", "Band {band} holds values of {values}, but {model} expects {units}; use",
         lambda: tr("Band {band} holds values of {values}, but {model} expects {units}: make the workspace with the "
                    "right scale, or choose another stretch among the options of the model.")),
    Case("MODEL_MISMATCH", "rcf found no {patch} patch of valid pixels in the sample;",
         lambda: tr("rcf found no {patch} patch of valid pixels in the sample: check the no data value, or choose "
                    "gaussian filters among the options of the model.")),
    Case("MODEL_MISMATCH", "The file's first layer takes {bands} bands and cannot be fitted to {n};",
         lambda: tr("The first layer of the weights takes {bands} bands and cannot be fitted to {n}: choose bands of "
                    "that number, or RGB alone (rgb) among the options of the model.")),
    Case("MODEL_UNAVAILABLE", "There is no weights file {path};",
         lambda: tr("There is no file of weights {path}: choose another among the options of the model.")),
    Case("MODEL_UNAVAILABLE", "The weights of {model} could not be {done} ({why});",
         lambda: tr("The weights of {model} could not be had ({why}): connect to the network once, or name a file as "
                    "weights among the options of the model.")),
    Case("MODEL_UNAVAILABLE", "torchgeo: models need the extra torchgeo ({why});",
         lambda: tr("Models of torchgeo need the package torchgeo ({why}): choose another model, or in Environment… "
                    "a Python that has the package.")),
    Case("USAGE", "{model} cannot take chips of {n} pixels ({why});",
         lambda: tr("{model} cannot take chips of {n} pixels ({why}): give another size among the options of the "
                    "model.")),
    Case("USAGE", "This network has no class token;",
         lambda: tr("This network has no class token: choose avg or max as pooling among the options of the model.")),
    # Labels
    Case("LABELS_MISSING", "The workspace {folder} has no labels;",
         lambda: tr("The workspace {folder} has no labels: label some chips first.")),
    Case("LABELS_MISSING", "The workspace has labels of {targets}; say which",
         lambda: tr("The workspace has labels of {targets}: choose which is meant as the target.")),
    Case("USAGE", "Say with --name what the labels are of (cover, say); {known}",
         lambda: tr("Name the target that the labels are of, such as cover ({known}).")),
    Case("LABELS_TOO_FEW", "The {n} labels of {target} hold one class only ({name});",
         lambda: tr("The {n} labels of {target} hold one class only ({name}): label chips of a second class.")),
    Case("LABELS_TOO_FEW", "The labels outside the blocks held out hold one class only;",
         lambda: tr("The labels outside the blocks held out hold one class only: label more chips, or write the map "
                    "without sets of classes."),
         lambda: tr("The labels outside the blocks held out hold one class only: hold out a smaller share, choose "
                    "another seed, or label more chips.")),
    Case("LABELS_TOO_FEW", "A median cannot split the chips in two: {path} gives {n} of them, all of value {value};",
         lambda: tr("A median cannot part the chips: {path} gives {n} of them, all of value {value}; take the mean, "
                    "or labels that vary.")),
    Case("LABELS_OUTSIDE", "No class of {path} takes {share} of any chip, the largest share being {most};",
         lambda: tr("No class of {path} takes {share} of any chip, {most} being the largest share: lower the least "
                    "share, or use smaller chips.")),
    Case("LABELS_UNREADABLE", "{path} has {n} layers with geometry ({layers});",
         lambda: tr("{path} has {n} layers with geometry ({layers}): load the one that is meant into the project, "
                    "and choose it there.")),
    Case("LABELS_UNREADABLE", "The field {field} of {path} is no number;",
         lambda: tr("The field {field} of {path} is no number: choose another field, or label by the class that takes "
                    "most of the chip.")),
    Case("LABELS_UNREADABLE", "{path} {lacks}; name one with --field: {fields}.",
         lambda: tr("{path} {lacks}: choose one of its fields ({fields}).")),
    Case("USAGE", "{path} holds {n} different values in one block, too many for classes;",
         lambda: tr("{path} holds {n} different values in one block, too many for classes: label by the mean of the "
                    "values, or by their median.")),
    Case("USAGE", "{path} holds points, which cover nothing;",
         lambda: tr("{path} holds points, which cover no share of a chip: label by the class, or by the mean.")),
    # Heads and maps
    Case("HEAD_MISSING", "The workspace {folder} has no head;",
         lambda: tr("The workspace {folder} has no head yet: write a map, which fits one."),
         lambda: tr("The workspace {folder} has no head yet: run Fit a head first.")),
    Case("HEAD_MISMATCH", "Head {head} was fitted on embeddings by {models}, and these are others or in another order;",
         lambda: tr("Head {head} was fitted on embeddings by {models}, and these are others: write the map again, "
                    "which fits the head anew."),
         lambda: tr("Head {head} was fitted on embeddings by {models}, and these are others: fit it on these, or embed "
                    "them like those.")),
    Case("USAGE", "Head {head} held out no blocks, which sets and intervals need;",
         lambda: tr("Head {head} held out no blocks, which sets and intervals need: write the map again."),
         lambda: tr("Head {head} held out no ground, which sets and intervals need: fit it with a share of the ground "
                    "held out, such as 0.3.")),
    Case("USAGE", "Sets and intervals are for maps of chips;",
         lambda: tr("Sets and intervals are for maps of one cell a chip: write such a map, or leave them away.")),
    Case("USAGE", "Patch features come from one source, and the head uses {sources};",
         lambda: tr("Patches come from one source, and the head uses {sources}: write the map without patches.")),
    Case("USAGE", "The model {model} has no patch features;",
         lambda: tr("The model {model} has no features of patches: write the map without patches.")),
    Case("USAGE", "Patch features of {grid} need square chips;",
         lambda: tr("Patches of {grid} need square chips: write the map without patches.")),
    Case("MODEL_MISMATCH", "The embeddings of {source} are not the mean of their patches' features ({why}), so",
         lambda: tr("The embeddings of {source} are not the mean of their patches' features ({why}): write the map "
                    "without patches, or embed anew with avg as pooling.")),
    Case("OUTPUT_UNWRITABLE", "{path} is there and is no map of eo-embed;",
         lambda: tr("{path} is there and is no map of EO Embed: choose another name, or move it away.")),
    Case("OUTPUT_UNWRITABLE", "{path} is there and is no report of eo-embed;",
         lambda: tr("{path} is there and is no report of EO Embed: choose another name, or move it away.")),
    # Check samples and reports
    Case("RASTER_MISSING", "There is no map {where}; make one with",
         lambda: tr("There is no map {where}: write one first."),
         lambda: tr("There is no map {where}: run Chip map first, or choose a map.")),
    Case("RASTER_MISSING", "The map that was sampled, {map}, is gone;",
         lambda: tr("The map that was sampled, {map}, is gone: write it again, or draw another sample."),
         lambda: tr("The map that was sampled, {map}, is gone: choose another map to judge.")),
    Case("USAGE", "Give one of --simple, --strata and --strata-by-value, not several.",
         lambda: tr("Give one way to draw: simple, strata, or a number of strata by value.")),
    Case("USAGE", "{map} holds values; say in how many strata",
         lambda: tr("{map} holds numbers, which are no strata: draw a simple random sample."),
         lambda: tr("{map} holds numbers: say in how many strata by value they are parted, or draw a simple sample.")),
    Case("USAGE", "{map} holds one class only ({name}), which leaves nothing to stratify by;",
         lambda: tr("{map} holds one class only ({name}), which leaves nothing to stratify by: draw a simple random "
                    "sample.")),
    Case("USAGE", "{map} holds values, which have no accuracy to aim at;",
         lambda: tr("{map} holds numbers, which have no accuracy to aim at: give a number of cells.")),
    Case("USAGE", "The size of a sample follows from a standard error and the accuracy to expect;",
         lambda: tr("The size of a sample follows from a standard error and the accuracy to expect: give both, or a "
                    "number of cells.")),
    Case("USAGE", "The values of {map} are too alike for strata;",
         lambda: tr("The values of {map} are too alike for strata: draw a simple random sample.")),
    Case("OUTPUT_UNWRITABLE", "{path} is there already, and its labels are not written over;",
         lambda: tr("{path} is there already, and its labels are not written over: choose another name.")),
    Case("SAMPLE_INVALID", "{path} is of format {theirs}, and this program knows {ours};",
         lambda: tr("{path} is of format {theirs}, and this EO Embed knows {ours}: update the plugin.")),
    Case("SAMPLE_INVALID", "{path} holds cells that were not drawn, or one twice;",
         lambda: tr("{path} holds cells that were not drawn, or one twice: take them away, or draw a larger sample "
                    "under another name.")),
    Case("SAMPLE_INVALID", "The design {path} has no {name} beside it;",
         lambda: tr("The design {path} has no {name} beside it: restore that file, or draw another sample.")),
    Case("SAMPLE_INVALID",
         "The reference holds labels that are no class of the map, {labels}; its classes are {names}:",
         lambda: tr("The sample holds labels that are no class of the map, {labels}; its classes are {names}: correct "
                    "these labels."),
         lambda: tr("The sample holds labels that are no class of the map, {labels}; its classes are {names}: correct "
                    "these labels, or take unknown labels as classes that the map lacks.")),
    Case("SAMPLE_INVALID", "{gaps} yet; label them,",
         lambda: tr("{gaps} yet: label them, or leave out cells that could not be seen.")),
    Case("SAMPLE_INVALID", "The labels of {names} are no probability sample ({how}),",
         lambda: tr("The labels of {names} are no random sample ({how}), so that nothing can be inferred from them: "
                    "draw a check sample.")),
    Case("SAMPLE_INVALID", "{path} does not say how its places were chosen,",
         lambda: tr("{path} does not say how its places were chosen, and only a random sample allows an estimate: "
                    "draw a check sample."),
         lambda: tr("{path} does not say how its places were chosen, and only a random sample allows an estimate: run "
                    "Draw a check sample, or say how yours was drawn.")),
    Case("SAMPLE_INVALID", "{beside}; check their CRS,",
         lambda: tr("{beside}: check their CRS, or leave out what lies there.")),
    Case("LABELS_UNREADABLE", "There is no reference {name};",
         lambda: tr("There is no sample {name}: draw a check sample first.")),
    Case("USAGE", "{path} was drawn by eo-embed sample and has a design;",
         lambda: tr("{path} is a check sample and knows how it was drawn: choose sample for how it was drawn.")),
    Case("USAGE", "{map} holds values, no classes to be stratified by;",
         lambda: tr("{map} holds numbers, no classes to be stratified by: choose simple for how it was drawn.")),
    Case("USAGE", "{path} is no map of {target}, which head {head} predicts;",
         lambda: tr("{path} is no map of {target}, which head {head} predicts: choose the head that made it, or "
                    "another map.")),
    Case("USAGE", "{path} holds classes that head {head} does not know;",
         lambda: tr("{path} holds classes that head {head} does not know: choose the head that made it.")),
    Case("USAGE", "A {split} split needs a file that says which chip is where;",
         lambda: tr("A split by {split} needs a layer that says which chip is where: choose it with its field.")),
    # Exploring, and other dates
    Case("USAGE", "{folder} has no clusters yet;", lambda: tr("{folder} has no clusters yet: find clusters first.")),
    Case("USAGE", "{path} is damaged or holds no clusters;",
         lambda: tr("{path} is damaged or holds no clusters: find clusters again.")),
    Case("USAGE", "The clusters in {path} are of embeddings {old}, and {new} are in use now;",
         lambda: tr("The clusters are of embeddings that are no longer in use: find clusters again.")),
    Case("USAGE", "Chip {chip} is not embedded from every source;",
         lambda: tr("Chip {chip} is not embedded from every source: choose another chip, or other sources.")),
    Case("USAGE", "UMAP needs umap-learn;",
         lambda: tr("UMAP needs the package umap-learn: choose t-SNE, or in Environment… a Python that has it.")),
    Case("USAGE", "{folder} has the sources {sources}; say with --sources which take the places of {wanted}.",
         lambda: tr("{folder} has the sources {sources}: name those that take the places of {wanted}.")),
    Case("USAGE", "{folder} has the sources {sources}; say which with",
         lambda: tr("{folder} has the sources {sources}: name the one that is meant.")),
    Case("USAGE", "Both dates are the source {source} of {folder};",
         lambda: tr("Both dates are the source {source} of {folder}: choose another workspace, or another source for "
                    "the second date.")),
    Case("USAGE", "The chips of {first} and {second} are not the same ground ({what} differ);",
         lambda: tr("The chips of {first} and {second} are not the same ground ({what} differ): put both dates into "
                    "one workspace, as two sources.")),
    Case("MODEL_MISMATCH", "The embeddings of {before} and {after} do not mean the same,",
         lambda: tr("The embeddings of {before} and {after} do not mean the same: embed the second date like the "
                    "first, with the parameter “Like another source” of Embed chips.")),
    Case("USAGE", "The head was fitted on {n} sources ({names});",
         lambda: tr("The head was fitted on {n} sources ({names}): name as many of the other workspace.")),
    Case("USAGE", "Head {head} was fitted on {sources} of {folder} itself;",
         lambda: tr("Head {head} was fitted on {sources} of {folder} itself: map that with Chip map, or choose another "
                    "workspace.")),
    # Training
    Case("RECIPE_INVALID", "Say what to train:", lambda: tr("Say what to train: choose a method or a recipe.")),
    Case("USAGE", "Say what to learn from:",
         lambda: tr("Say what to learn from: choose a workspace, or the folder of a data set.")),
    Case("USAGE", "Say where the run goes:", lambda: tr("Say where the run goes: give its folder.")),
    Case("DATA_MISSING", "{path} is a file, not a folder;",
         lambda: tr("{path} is a file, not a folder: make a workspace of imagery, and choose that.")),
    Case("DATA_MISSING", "{path} is {size} pixels, {first} is {other}; cut all to a size with --data-set size={side}.",
         lambda: tr("{path} is {size} pixels, {first} is {other}: cut all to a size by the option size of the data, "
                    "such as {side}.")),
    Case("DATA_MISSING", "{folder} is neither a workspace nor laid out like a data set known here ({kinds});",
         lambda: tr("{folder} is neither a workspace nor laid out like a data set known here ({kinds}): choose its "
                    "kind, and see there how its files should lie."),
         lambda: tr("{folder} is neither a workspace nor laid out like a data set known here ({kinds}): name its kind, "
                    "and the message says how its files should lie.")),
    Case("DATA_UNFIT", "{data} has no pair of optical and SAR images, only: {there}; to pair {how}, set pairs={pairs}.",
         lambda: tr("{data} has no pair of optical and radar images, only {there}: to pair bands of these, write "
                    "{pairs} into “Kinds of bands to pair”."),
         lambda: tr("{data} has no pair of optical and radar images, only {there}: to pair bands of these, give "
                    "pairs={pairs} among the values.")),
    Case("MODEL_UNAVAILABLE", "UperNet's decoder is segmentation-models-pytorch's, which is not installed;",
         lambda: tr("This method needs the package segmentation-models-pytorch: repair the environment in "
                    "Environment… of the Workspace menu, or choose a Python that has the package.")),
    Case("USAGE", "Several --data are workspaces to learn from together;",
         lambda: tr("Several workspaces can be learnt from together, but of published data sets one alone: choose one "
                    "folder.")),
    Case("RUN_EXISTS", "{folder} holds a training run already;",
         lambda: tr("{folder} holds a training run already: choose another name."),
         lambda: tr("{folder} holds a training run already: give another folder, or tick that it is to go on.")),
    Case("RUN_MISSING", "{folder} holds no training run to go on with;",
         lambda: tr("{folder} holds no training run to go on with: begin a new one.")),
)
