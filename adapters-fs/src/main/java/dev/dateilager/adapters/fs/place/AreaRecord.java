package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.staging.NodePath;
import java.util.Optional;

/**
 * A private directory of ours outside the store, on another mount.
 *
 * @param path where; its last component is ours alone
 * @param directory which directory it is; absent until it is known to be made, and it holds nothing
 *     until then
 */
record AreaRecord(NodePath path, Optional<Stat.Identity> directory) {
  String name() {
    return path.value().substring(path.value().lastIndexOf('/') + 1);
  }
}
