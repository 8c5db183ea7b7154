"""Every error the package raises on purpose: one root, one stable code each.

    EOEmbedError
    ├── UsageError                USAGE              an option or argument that makes no sense
    ├── WorkspaceError
    │   ├── WorkspaceMissing      WORKSPACE_MISSING  no workspace.toml there
    │   ├── WorkspaceExists       WORKSPACE_EXISTS   init on a folder that already holds one
    │   ├── WorkspaceTooNew       WORKSPACE_NEWER    written by a later version
    │   └── WorkspaceInvalid      WORKSPACE_INVALID  unknown key, wrong type, not TOML
    ├── RasterError
    │   ├── RasterMissing         RASTER_MISSING     no such file
    │   ├── RasterUnreadable      RASTER_UNREADABLE  empty, truncated, or no raster at all
    │   ├── RasterNoCRS           RASTER_NO_CRS      no coordinate reference system
    │   ├── RasterNoOverlap       RASTER_NO_OVERLAP  files or sources that share no ground
    │   ├── RasterAllNodata       RASTER_ALL_NODATA  nothing valid in the area
    │   └── BandUnknown           BAND_UNKNOWN       a band name or count that does not fit
    ├── AOIError
    │   ├── AOIUnreadable         AOI_UNREADABLE     no file, no polygon, no CRS
    │   ├── AOIEmpty              AOI_EMPTY          an area of nothing
    │   └── AOIOutside            AOI_OUTSIDE        shares no ground with the raster
    ├── ChipError
    │   ├── ChipInvalid           CHIP_INVALID       size or stride that cannot be
    │   ├── ChipTooLarge          CHIP_TOO_LARGE     larger than the raster
    │   ├── ChipUnknown           CHIP_UNKNOWN       an id that no embedded chip of the area has
    │   └── NoChips               NO_CHIPS           the rules leave none
    ├── ModelError
    │   ├── ModelUnknown          MODEL_UNKNOWN      no such model or option
    │   ├── ModelMismatch         MODEL_MISMATCH     bands, units or range against the card
    │   ├── ModelUnavailable      MODEL_UNAVAILABLE  an extra, or weights, that are not here
    │   └── CheckpointInvalid     CHECKPOINT_INVALID foreign, damaged or hostile weights
    ├── DeviceError
    │   ├── DeviceMissing         DEVICE_MISSING     a GPU asked for where there is none
    │   └── DeviceMemory          DEVICE_MEMORY      one chip does not fit
    ├── StoreError
    │   ├── EmbeddingsMissing     EMBEDDINGS_MISSING embed first
    │   ├── ShardCorrupt          SHARD_CORRUPT      a damaged shard, set aside
    │   ├── StoreUnreadable       STORE_UNREADABLE   the system refuses to read a shard
    │   ├── StoreBusy             STORE_BUSY         another process embeds into it
    │   └── DiskFull              DISK_FULL          no room left; nothing half-written stays
    ├── LabelError
    │   ├── LabelsUnreadable      LABELS_UNREADABLE  no file, layer or field
    │   ├── LabelsOutside         LABELS_OUTSIDE     none falls on a chip
    │   ├── LabelsMissing         LABELS_MISSING     no labels, or no such target
    │   ├── LabelsTooFew          LABELS_TOO_FEW     one class only, or fewer than the task needs
    │   └── SampleInvalid         SAMPLE_INVALID     reference labels that allow no estimate
    ├── HeadError
    │   ├── HeadMissing           HEAD_MISSING       fit first
    │   ├── HeadMismatch          HEAD_MISMATCH      fitted on other embeddings
    │   └── HeadUntrusted         HEAD_UNTRUSTED     a file that asks to run foreign code, or is damaged
    ├── TrainingError
    │   ├── DataMissing           DATA_MISSING       no data set there, or not laid out as published
    │   ├── DataUnfit             DATA_UNFIT         data that this method cannot learn from
    │   ├── RecipeInvalid         RECIPE_INVALID     no such method, recipe or key
    │   ├── TrainingDiverged      TRAINING_DIVERGED  a loss that is no number, or infinite
    │   ├── RunMissing            RUN_MISSING        no training run there
    │   ├── RunExists             RUN_EXISTS         a run where another is to begin
    │   └── RunBusy               RUN_BUSY           another process trains there
    ├── OutOfMemory               OUT_OF_MEMORY      more than this machine has
    ├── OutputError               OUTPUT_UNWRITABLE  a path that cannot be written
    └── Cancelled                 CANCELLED          stopped by the caller; what is done stays done

A message is one sentence for the person who gave the input: what was wrong, where, what
to do. Codes are part of the public interface: they travel through the command line
(``error [CODE]: …``) and never change meaning. What nobody foresaw travels there as INTERNAL, which is
no class here.
"""

from __future__ import annotations

from typing import ClassVar


class EOEmbedError(Exception):
    """Root of the tree. ``code`` is stable, ``str(error)`` is one sentence."""

    code: ClassVar[str] = "ERROR"


# fmt: off
class UsageError(EOEmbedError): code = "USAGE"

class WorkspaceError(EOEmbedError): pass
class WorkspaceMissing(WorkspaceError): code = "WORKSPACE_MISSING"
class WorkspaceExists(WorkspaceError): code = "WORKSPACE_EXISTS"
class WorkspaceTooNew(WorkspaceError): code = "WORKSPACE_NEWER"
class WorkspaceInvalid(WorkspaceError): code = "WORKSPACE_INVALID"

class RasterError(EOEmbedError): pass
class RasterMissing(RasterError): code = "RASTER_MISSING"
class RasterUnreadable(RasterError): code = "RASTER_UNREADABLE"
class RasterNoCRS(RasterError): code = "RASTER_NO_CRS"
class RasterNoOverlap(RasterError): code = "RASTER_NO_OVERLAP"
class RasterAllNodata(RasterError): code = "RASTER_ALL_NODATA"
class BandUnknown(RasterError): code = "BAND_UNKNOWN"

class AOIError(EOEmbedError): pass
class AOIUnreadable(AOIError): code = "AOI_UNREADABLE"
class AOIEmpty(AOIError): code = "AOI_EMPTY"
class AOIOutside(AOIError): code = "AOI_OUTSIDE"

class ChipError(EOEmbedError): pass
class ChipInvalid(ChipError): code = "CHIP_INVALID"
class ChipTooLarge(ChipError): code = "CHIP_TOO_LARGE"
class ChipUnknown(ChipError): code = "CHIP_UNKNOWN"
class NoChips(ChipError): code = "NO_CHIPS"

class ModelError(EOEmbedError): pass
class ModelUnknown(ModelError): code = "MODEL_UNKNOWN"
class ModelMismatch(ModelError): code = "MODEL_MISMATCH"
class ModelUnavailable(ModelError): code = "MODEL_UNAVAILABLE"
class CheckpointInvalid(ModelError): code = "CHECKPOINT_INVALID"

class DeviceError(EOEmbedError): pass
class DeviceMissing(DeviceError): code = "DEVICE_MISSING"
class DeviceMemory(DeviceError): code = "DEVICE_MEMORY"

class StoreError(EOEmbedError): pass
class EmbeddingsMissing(StoreError): code = "EMBEDDINGS_MISSING"
class ShardCorrupt(StoreError): code = "SHARD_CORRUPT"
class StoreUnreadable(StoreError): code = "STORE_UNREADABLE"
class StoreBusy(StoreError): code = "STORE_BUSY"
class DiskFull(StoreError): code = "DISK_FULL"

class LabelError(EOEmbedError): pass
class LabelsUnreadable(LabelError): code = "LABELS_UNREADABLE"
class LabelsOutside(LabelError): code = "LABELS_OUTSIDE"
class LabelsMissing(LabelError): code = "LABELS_MISSING"
class LabelsTooFew(LabelError): code = "LABELS_TOO_FEW"
class SampleInvalid(LabelError): code = "SAMPLE_INVALID"

class HeadError(EOEmbedError): pass
class HeadMissing(HeadError): code = "HEAD_MISSING"
class HeadMismatch(HeadError): code = "HEAD_MISMATCH"
class HeadUntrusted(HeadError): code = "HEAD_UNTRUSTED"

class TrainingError(EOEmbedError): pass
class DataMissing(TrainingError): code = "DATA_MISSING"
class DataUnfit(TrainingError): code = "DATA_UNFIT"
class RecipeInvalid(TrainingError): code = "RECIPE_INVALID"
class TrainingDiverged(TrainingError): code = "TRAINING_DIVERGED"
class RunMissing(TrainingError): code = "RUN_MISSING"
class RunExists(TrainingError): code = "RUN_EXISTS"
class RunBusy(TrainingError): code = "RUN_BUSY"

class OutOfMemory(EOEmbedError): code = "OUT_OF_MEMORY"
class OutputError(EOEmbedError): code = "OUTPUT_UNWRITABLE"
class Cancelled(EOEmbedError): code = "CANCELLED"
# fmt: on
