package dev.dateilager.adapters.fs.disk;

/** What came of trying to lock a file. */
public sealed interface LockAttempt {
  /**
   * It is ours until closed or until the process dies.
   *
   * @param lock the lock
   */
  record Got(HeldLock lock) implements LockAttempt {}

  /**
   * Someone else has it.
   *
   * @param holder what stands in the file, for people
   */
  record Taken(String holder) implements LockAttempt {}
}
