package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ObjectPath;
import java.util.Optional;

/**
 * One whole message of a GetCompress stream (formats.md §3.3), pieces marked {@code continued}
 * joined.
 *
 * @param version upper version of the range, at least 0
 * @param packed an S2_TAR; empty together with a pack path means that the pack is gone
 * @param packPath set if the tar replaces everything at this path
 */
public record CompressedPart(long version, Blob packed, Optional<ObjectPath> packPath) {}
