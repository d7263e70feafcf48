package dev.dateilager.app.demo;

import dev.dateilager.app.tree.TreeComparison;
import java.util.List;

/**
 * A comparison of the demo.
 *
 * @param name which tenant's tree, and when
 * @param outcome what it found
 * @param changedMeanwhile paths that somebody changed in the directory while the demo ran, so that
 *     they were compared with the copy that was made of it
 */
record Check(String name, TreeComparison.Outcome outcome, List<String> changedMeanwhile) {
  Check {
    changedMeanwhile = List.copyOf(changedMeanwhile);
  }
}
