package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says what a failure of the database means to the caller: by SQL state, never by its text. */
final class SqlFailures {
  private static final String UNIQUE_VIOLATION = "23505";

  private SqlFailures() {}

  /** The typed form of {@code failure}, with {@code what} was tried. */
  static DateiLagerException translate(String what, SQLException failure) {
    if (Thread.currentThread().isInterrupted()) {
      return new Cancelled(what + ": interrupted", false);
    }
    String message = what + ": " + failure.getMessage();
    if (isConnectionTrouble(failure)) {
      return new Unavailable(message, failure);
    }
    String state = state(failure);
    return switch (state) {
      case "40001", "40P01" -> new Aborted(message);
      case "54000" -> new InvalidArgument(message, failure); // an index row's limit: a path
      case "3D000", "3F000", "42P01", "42703", "42704" ->
          new FailedPrecondition(message + "; the schema may be missing: migrate first", failure);
      default ->
          switch (state.substring(0, 2)) {
            case "53" -> new ResourceExhausted(message, failure);
            case "28", "42" -> new FailedPrecondition(message, failure);
            case "XX" ->
                state.equals("XX000")
                    ? new IoFailed(message, failure)
                    : new Corrupt(message, failure); // data or index corrupted
            default -> new IoFailed(message, failure);
          };
    };
  }

  /** Whether the connection, not the statement, is at fault: the database is gone or too slow. */
  static boolean isConnectionTrouble(SQLException failure) {
    String state = state(failure);
    return failure instanceof SQLTransientConnectionException // the pool's time-out
        || state.startsWith("08")
        || state.startsWith("57P") // shut down, crashed, starting, idle too long
        || state.equals("57014") // a statement's time-out
        || state.equals("55P03") // a lock's time-out
        || state.equals("25P03") // ended while idle in a transaction
        || state.equals("00000"); // none: the pool or driver lost the connection before
  }

  /** Whether a connection that was good when it came from the pool turned out to be dead. */
  static boolean isStaleConnection(SQLException failure) {
    return isConnectionTrouble(failure)
        && !(failure instanceof SQLTransientConnectionException)
        && !(failure.getCause() instanceof SocketTimeoutException)
        && (state(failure).startsWith("08") || state(failure).startsWith("57P"));
  }

  /** Whether the whole transaction may be repeated (I24). */
  static boolean asksForRepetition(SQLException failure) {
    return state(failure).equals("40001") || state(failure).equals("40P01");
  }

  /** Whether {@code constraint} refused a second row of the same key. */
  static boolean isDuplicate(SQLException failure, String constraint) {
    return state(failure).equals(UNIQUE_VIOLATION)
        && failure instanceof PSQLException fromServer
        && Optional.ofNullable(fromServer.getServerErrorMessage())
            .map(ServerErrorMessage::getConstraint)
            .filter(constraint::equals)
            .isPresent();
  }

  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null || state.length() != 5 ? "00000" : state;
  }
}
