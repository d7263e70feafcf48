package dev.dateilager.app.program;

import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Setting;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code dateilager config show}. */
final class ConfigProgram {
  private static final String HIDDEN = "***";

  /** The variables of docs/cli.md, and what they are when they are not set. */
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("DL_ENV", "prod"),
          Map.entry("DL_TOKEN", ""),
          Map.entry("DL_TOKEN_FILE", ""),
          Map.entry("DL_SKIP_SSL_VERIFICATION", ""),
          Map.entry("SSL_CERT_FILE", ""),
          Map.entry("SSL_CERT_DIR", ""),
          Map.entry("DL_MAX_CALLS_PER_ROLE", "1000"),
          Map.entry("DL_MAX_MESSAGE_SIZE_MB", "400"),
          Map.entry("DL_MAX_POOL_SIZE", "60"),
          Map.entry("DL_WRITE_WORKERS", ""),
          Map.entry(Surroundings.CONFIG_FILE, ""),
          Map.entry("XDG_CONFIG_HOME", ""),
          Map.entry("XDG_DATA_HOME", ""),
          Map.entry("XDG_RUNTIME_DIR", ""));

  private final Surroundings surroundings;
  private final PrintWriter out;

  ConfigProgram(Surroundings surroundings, PrintWriter out) {
    this.surroundings = surroundings;
    this.out = out;
  }

  void run(Request.ShowConfig request) {
    var settings = new ArrayList<>(request.flags());
    VARIABLES.keySet().stream().sorted().forEach(name -> settings.add(variable(name)));
    settings.add(new Setting("configuration file", surroundings.configFile().toString(), ""));
    settings.add(new Setting("data directory", surroundings.dataDirectory().toString(), ""));
    settings.add(new Setting("daemon's socket", surroundings.daemonSocket().toString(), ""));
    print(settings, request);
  }

  private Setting variable(String name) {
    Optional<String> value = surroundings.variable(name);
    if (value.isEmpty()) {
      String otherwise =
          name.equals("DL_WRITE_WORKERS")
              ? Integer.toString(surroundings.workers())
              : VARIABLES.getOrDefault(name, "");
      return new Setting(name, otherwise, Setting.DEFAULT);
    }
    return new Setting(name, name.equals("DL_TOKEN") ? HIDDEN : value.get(), "environment");
  }

  private void print(List<Setting> settings, Request.ShowConfig request) {
    var answers = new Answers(out, Optional.of(request.output().orElse(Output.TEXT)));
    try (Answers.Listing listing = answers.listing()) {
      for (Setting setting : settings) {
        Map<String, Object> members =
            Answers.members("name", setting.name(), "value", setting.value());
        String line = setting.name() + "\t" + setting.value();
        if (request.origins()) {
          members.put("origin", setting.origin());
          line = line + "\t" + setting.origin();
        }
        listing.row(line, members);
      }
    }
  }
}
