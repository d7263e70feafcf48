package dev.dateilager.app.client;

import dagger.Module;
import dagger.Provides;
import dev.dateilager.adapters.archive.S2SummaryCodec;
import dev.dateilager.adapters.archive.S2TarCodec;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.fs.WorkspaceFiles;
import dev.dateilager.app.config.MessageLimits;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.domain.workspace.Export;
import dev.dateilager.domain.workspace.FetchCache;
import dev.dateilager.domain.workspace.Get;
import dev.dateilager.domain.workspace.PackOpener;
import dev.dateilager.domain.workspace.ProjectSource;
import dev.dateilager.domain.workspace.Rebuild;
import dev.dateilager.domain.workspace.SummaryCodec;
import dev.dateilager.domain.workspace.Update;
import jakarta.inject.Singleton;

/** How the parts of a client are made. */
@Module
final class ClientModule {
  /**
   * To decode one takes up to eight times as much; beside that, no directory needs so large a one.
   */
  private static final int MAX_SUMMARY_BYTES =
      (int) Math.min(256 << 20, Runtime.getRuntime().maxMemory() / 8);

  private ClientModule() {}

  @Provides
  static Limits limits(ClientWork work) {
    return MessageLimits.of(work.maxMessageBytes());
  }

  @Provides
  static ProjectSource projects(DateiLagerClient server, Transfer transfer) {
    return new WatchedProjects(server.projects(), transfer);
  }

  @Provides
  static CacheSource caches(DateiLagerClient server, Transfer transfer) {
    return new WatchedCaches(server.caches(), transfer);
  }

  @Provides
  static PackOpener packs(Limits limits) {
    return new S2TarCodec(limits);
  }

  @Provides
  static SummaryCodec summaries() {
    return new S2SummaryCodec(MAX_SUMMARY_BYTES);
  }

  @Provides
  @Singleton
  static Rebuild rebuild(ProjectSource source, PackOpener packs, SummaryCodec summaries) {
    return new Rebuild(source, packs, summaries);
  }

  @Provides
  static Update update(ProjectSource source, SummaryCodec summaries, Rebuild rebuild) {
    return new Update(source, summaries, rebuild);
  }

  @Provides
  static Get get(ProjectSource source) {
    return new Get(source);
  }

  @Provides
  static Export export(ProjectSource source) {
    return new Export(source);
  }

  @Provides
  static FetchCache fetchCache(CacheSource source, PackOpener packs) {
    return new FetchCache(source, packs);
  }

  @Provides
  static WorkspaceFiles files(ClientWork work) {
    return new WorkspaceFiles(work.workers(), work.maxMessageBytes(), MAX_SUMMARY_BYTES);
  }
}
