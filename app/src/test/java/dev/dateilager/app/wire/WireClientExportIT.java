package dev.dateilager.app.wire;

import dev.dateilager.adapters.archive.S2SummaryCodec;
import dev.dateilager.adapters.archive.S2TarCodec;
import dev.dateilager.domain.contract.ClientExportBehaviours;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.domain.workspace.PackOpener;
import dev.dateilager.domain.workspace.ProjectSource;
import dev.dateilager.domain.workspace.SummaryCodec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The behaviours over the real wire, with the real formats, from a real database. */
final class WireClientExportIT extends ClientExportBehaviours {
  @RegisterExtension static final WireServer SERVER = new WireServer();

  @Override
  protected ProjectSource projects() {
    return SERVER.client().projects();
  }

  @Override
  protected CacheSource caches() {
    return SERVER.client().caches();
  }

  @Override
  protected CacheVersion createCache(String prefix) throws DateiLagerException {
    return SERVER.client().createCache(prefix, 100_000).version();
  }

  @Override
  protected PackOpener packs() {
    return new S2TarCodec(Limits.DEFAULT);
  }

  @Override
  protected SummaryCodec summaries() {
    return new S2SummaryCodec(1 << 20);
  }
}
