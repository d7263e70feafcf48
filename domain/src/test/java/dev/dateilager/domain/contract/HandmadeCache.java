package dev.dateilager.domain.contract;

import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.CacheFolder;
import java.util.SortedMap;

/** A cache's folder that a test also changes and reads by hand. */
public interface HandmadeCache {
  /** For {@code getcache}. */
  CacheFolder folder();

  /** For rebuilds. */
  CacheDirectory directory();

  /** Everything in it, as {@link HandmadeDirectory#tree} has it; hidden files too. */
  SortedMap<String, String> tree();

  /** Makes or rewrites a file. */
  void write(String path, String content);

  /** Removes whatever stands at the path, with all below it. */
  void remove(String path);
}
