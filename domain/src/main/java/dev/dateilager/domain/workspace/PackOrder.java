package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.ObjectPath;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which pack messages must wait for earlier ones: those whose path lies inside an earlier pack's,
 * around it, or is the same. Used by one thread.
 */
final class PackOrder {
  private final TreeSet<String> earlier = new TreeSet<>();

  /** Whether the message has to wait for all before it; remembers its path. */
  boolean mustWait(Optional<ObjectPath> packPath) {
    if (packPath.isEmpty()) {
      return false;
    }
    String folder = packPath.get().relative() + "/";
    boolean wait = isOrHoldsEarlier(folder) || liesInEarlier(folder);
    earlier.add(folder);
    return wait;
  }

  private boolean isOrHoldsEarlier(String folder) {
    String next = earlier.ceiling(folder);
    return next != null && next.startsWith(folder);
  }

  private boolean liesInEarlier(String folder) {
    for (int slash = folder.indexOf('/');
        slash < folder.length() - 1;
        slash = folder.indexOf('/', slash + 1)) {
      if (earlier.contains(folder.substring(0, slash + 1))) {
        return true;
      }
    }
    return false;
  }
}
