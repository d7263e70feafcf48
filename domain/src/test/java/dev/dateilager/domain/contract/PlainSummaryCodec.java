package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.workspace.Summary;
import dev.dateilager.domain.workspace.SummaryCodec;
import dev.dateilager.domain.workspace.SummaryEntry;
import java.util.ArrayList;
import java.util.Optional;

/** Summaries as lines of text, for tests that need an honest codec, not the real format. */
public final class PlainSummaryCodec implements SummaryCodec {
  private static final String FIRST = "summary ";

  /** The codec; it has no state. */
  public PlainSummaryCodec() {}

  @Override
  public Blob encode(Summary summary) {
    if (summary.entries().isEmpty()) {
      return Blob.EMPTY;
    }
    var text = new StringBuilder(FIRST).append(summary.latestModTimeNanos());
    for (SummaryEntry entry : summary.entries()) {
      text.append('\n')
          .append(entry.mode().bits())
          .append(' ')
          .append(entry.modTimeNanos())
          .append(' ')
          .append(entry.size())
          .append(' ')
          .append(entry.inode())
          .append(' ')
          .append(entry.hash().map(ContentHash::hex).orElse("-"))
          .append(' ')
          .append(entry.path().replace("%", "%25").replace("\n", "%0A"));
    }
    return Blob.utf8(text.toString());
  }

  @Override
  public Summary decode(Blob bytes) throws Corrupt {
    if (bytes.isEmpty()) {
      return Summary.EMPTY;
    }
    String[] lines = bytes.toUtf8().split("\n", -1);
    try {
      if (!lines[0].startsWith(FIRST)) {
        throw new IllegalArgumentException("first line");
      }
      var entries = new ArrayList<SummaryEntry>();
      for (int i = 1; i < lines.length; i++) {
        String[] parts = lines[i].split(" ", 6);
        entries.add(
            new SummaryEntry(
                parts[5].replace("%0A", "\n").replace("%25", "%"),
                new FileMode(Long.parseLong(parts[0])),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                parts[4].equals("-") ? Optional.empty() : Optional.of(new ContentHash(parts[4]))));
      }
      return new Summary(Long.parseLong(lines[0].substring(FIRST.length())), entries);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
      throw new Corrupt("the summary is damaged", malformed);
    }
  }
}
