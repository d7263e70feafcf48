package dev.dateilager.app.client;

import dagger.BindsInstance;
import dagger.Component;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.fs.WorkspaceFiles;
import dev.dateilager.domain.workspace.Export;
import dev.dateilager.domain.workspace.FetchCache;
import dev.dateilager.domain.workspace.Get;
import dev.dateilager.domain.workspace.Rebuild;
import dev.dateilager.domain.workspace.Update;
import jakarta.inject.Singleton;

/** The wiring of a client. A command makes only what it asks for. */
@Singleton
@Component(modules = ClientModule.class)
interface ClientComponent {
  Rebuild rebuild();

  Update update();

  Get get();

  Export export();

  FetchCache fetchCache();

  WorkspaceFiles files();

  /** Makes the wiring. */
  @Component.Factory
  interface Factory {
    ClientComponent create(
        @BindsInstance DateiLagerClient server,
        @BindsInstance ClientWork work,
        @BindsInstance Transfer transfer);
  }
}
