package dev.dateilager.app.tree;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the files of some directories take, told by their inodes: names that share one take its
 * bytes once. Blocks shared by clones are not seen, and count as copies.
 *
 * @param names of regular files
 * @param inodes behind them
 * @param sharedInodes those with more than one of the names
 * @param bytesOfNames what they would take if every name had its own bytes
 * @param bytesOfInodes what they take
 */
public record DiskUse(
    long names, long inodes, long sharedInodes, long bytesOfNames, long bytesOfInodes) {

  /**
   * Looks through directories.
   *
   * @throws FailedPrecondition if one is no directory
   * @throws IoFailed if the disk fails
   */
  public static DiskUse of(Collection<Path> roots) throws FailedPrecondition, IoFailed {
    var names = new ArrayList<TreeEntry>();
    for (Path root : roots) {
      files(root).forEach(names::add);
    }
    var counts = new HashMap<TreeEntry.Inode, Integer>();
    long bytesOfInodes = 0;
    for (TreeEntry file : names) {
      if (counts.merge(file.inode(), 1, Integer::sum) == 1) {
        bytesOfInodes += file.size();
      }
    }
    return new DiskUse(
        names.size(),
        counts.size(),
        counts.values().stream().filter(count -> count > 1).count(),
        names.stream().mapToLong(TreeEntry::size).sum(),
        bytesOfInodes);
  }

  /**
   * The inodes of all regular files of a directory.
   *
   * @throws FailedPrecondition if it is no directory
   * @throws IoFailed if the disk fails
   */
  public static Set<TreeEntry.Inode> inodes(Path root) throws FailedPrecondition, IoFailed {
    var inodes = new HashSet<TreeEntry.Inode>();
    files(root).forEach(file -> inodes.add(file.inode()));
    return inodes;
  }

  private static List<TreeEntry> files(Path root) throws FailedPrecondition, IoFailed {
    return TreeSurvey.of(root, Long.MAX_VALUE, _ -> false).entries().values().stream()
        .filter(entry -> entry.kind() == TreeEntry.Kind.FILE)
        .toList();
  }
}
