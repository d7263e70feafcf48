package dev.dateilager.domain.administration;

import dev.dateilager.domain.model.ContentHash;
import java.util.OptionalLong;

/**
 * A pack of a cache version, and who has it now.
 *
 * @param hash which pack
 * @param bytes as it is stored; absent if its content is missing
 * @param path one at which it is live; empty if nobody has it
 * @param projects how many have it live
 */
public record PackUse(ContentHash hash, OptionalLong bytes, String path, long projects) {}
