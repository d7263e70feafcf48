package dev.dateilager.app.request;

import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one command line asks for. */
public sealed interface Request {
  /** Which log lines the command writes, and how. */
  LogSettings logs();

  /**
   * Serve projects and caches until told to stop.
   *
   * @param logs its log
   * @param port 0 for any free one
   * @param healthPort of {@code /healthz} and {@code /metrics}; 0 for any free one
   * @param database where the catalogue is
   * @param migrates whether a database that lacks something of the schema is given it
   * @param identity certificate and token keys
   * @param drain how long calls under way may go on after the stop signal
   */
  record RunServer(
      LogSettings logs,
      int port,
      int healthPort,
      DatabaseChoice database,
      boolean migrates,
      Identity identity,
      Duration drain)
      implements Request {}

  /**
   * Bring a database to the schema of this program.
   *
   * @param logs its log
   * @param database an external one
   * @param planOnly whether to show what there is to do and do nothing
   * @param output form of the plan, where absent is text; and of what was done, where absent is
   *     silence
   */
  record Migrate(
      LogSettings logs, DatabaseChoice database, boolean planOnly, Optional<Output> output)
      implements Request {}

  /**
   * Write everything that a database holds into one file.
   *
   * @param logs its log
   * @param database which
   * @param dataDirectory of the embedded one; absent for the default place
   * @param file must not exist; absent for standard output
   * @param output form in which is told how much it was; absent for the log alone
   */
  record Export(
      LogSettings logs,
      DatabaseChoice database,
      Optional<Path> dataDirectory,
      Optional<Path> file,
      Optional<Output> output)
      implements Request {}

  /**
   * Bring an export into an empty database.
   *
   * @param logs its log
   * @param database which
   * @param dataDirectory of the embedded one; absent for the default place
   * @param file the export; absent for standard input
   * @param output form in which is told how much it was; absent for the log alone
   */
  record Import(
      LogSettings logs,
      DatabaseChoice database,
      Optional<Path> dataDirectory,
      Optional<Path> file,
      Optional<Output> output)
      implements Request {}

  /**
   * Hold a golden copy of the cache on this node and place it on request, until told to stop.
   *
   * @param logs its log
   * @param upstream the server
   * @param port of {@code pb.Cached}; 0 for any free one
   * @param healthPort of {@code /healthz}; 0 for any free one
   * @param identity certificate and token keys
   * @param staging where packs are kept
   * @param wanted the cache version to hold; absent for the newest
   * @param mode how files are placed
   * @param strict whether to refuse rather than weaken
   * @param allowedRoots below which a request may place; none for the environment's default
   * @param socket where operators' commands reach it; absent for the default place, empty for
   *     nowhere
   * @param retention how much the store may hold
   * @param scrubBytesPerSecond how fast golden files are read again in the background; 0 for never
   * @param drain how long calls under way may go on after the stop signal
   */
  record RunCached(
      LogSettings logs,
      Peer upstream,
      int port,
      int healthPort,
      Identity identity,
      Path staging,
      Optional<CacheVersion> wanted,
      LinkMode mode,
      boolean strict,
      List<NodePath> allowedRoots,
      Optional<String> socket,
      Retention retention,
      long scrubBytesPerSecond,
      Duration drain)
      implements Request {
    /** Copies the list. */
    public RunCached {
      allowedRoots = List.copyOf(allowedRoots);
    }
  }

  /**
   * Call a server or a daemon.
   *
   * @param logs its log
   * @param peer whom to call
   * @param timeout for the whole command; absent for none
   * @param output form of the answer; absent for the command's own
   * @param call what to do
   */
  record CallPeer(
      LogSettings logs,
      Peer peer,
      Optional<Duration> timeout,
      Optional<Output> output,
      ClientCall call)
      implements Request {}

  /**
   * Have this node's cache daemon do something.
   *
   * @param logs its log
   * @param socket the daemon's; absent for the default place
   * @param output form of the answer
   * @param call what to do
   */
  record CallNode(LogSettings logs, Optional<Path> socket, Output output, NodeCall call)
      implements Request {}

  /**
   * Make a pair of keys for tokens.
   *
   * @param logs its log
   * @param privateKey file to write the private key to; must not exist
   * @param publicKey file to write the public key to; must not exist
   * @param output form of the answer; absent for none
   */
  record MakeTokenKeys(LogSettings logs, Path privateKey, Path publicKey, Optional<Output> output)
      implements Request {}

  /**
   * Make a token.
   *
   * @param logs its log
   * @param privateKey file of the key to sign with
   * @param role whom the token speaks for
   * @param lifetime from now; absent for ever
   * @param audience the only servers that shall accept it; absent for all
   * @param output form of the answer; absent for the token alone
   */
  record SignToken(
      LogSettings logs,
      Path privateKey,
      Role role,
      Optional<Duration> lifetime,
      Optional<String> audience,
      Optional<Output> output)
      implements Request {}

  /**
   * Show what a token says.
   *
   * @param logs its log
   * @param token the token; absent to read it
   * @param file where to read it; absent for standard input
   * @param tokenKeys file of the public keys to check it with; absent for no check
   * @param output form of the answer; absent for JSON
   */
  record InspectToken(
      LogSettings logs,
      Optional<Secret> token,
      Optional<Path> file,
      Optional<Path> tokenKeys,
      Optional<Output> output)
      implements Request {}

  /**
   * Show the whole at work on a directory.
   *
   * @param logs its log
   * @param directory what to store and place; absent for the program's own checkout
   * @param workParent where the temporary directory is made; absent for the system's place
   * @param keep whether the temporary directory stays
   * @param json whether the figures are one JSON object rather than a table
   */
  record RunDemo(
      LogSettings logs,
      Optional<Path> directory,
      Optional<Path> workParent,
      boolean keep,
      boolean json)
      implements Request {}

  /**
   * Show what the program is set to.
   *
   * @param logs its log
   * @param output form of the answer; absent for text
   * @param origins whether it says where each value comes from
   * @param flags of the command that is asked about
   */
  record ShowConfig(LogSettings logs, Optional<Output> output, boolean origins, List<Setting> flags)
      implements Request {
    /** Copies the list. */
    public ShowConfig {
      flags = List.copyOf(flags);
    }
  }
}
