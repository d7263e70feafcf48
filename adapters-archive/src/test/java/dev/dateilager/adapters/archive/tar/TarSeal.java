package dev.dateilager.adapters.archive.tar;

/** Puts right checksums and magic into whatever stands where a header is due. */
public final class TarSeal {
  private TarSeal() {}

  /** A copy that gets past them, so that a fuzzer reaches what lies behind. */
  public static byte[] of(byte[] tar) {
    byte[] sealed = tar.clone();
    var header = new byte[TarFields.BLOCK];
    long at = 0;
    while (at + TarFields.BLOCK <= sealed.length) {
      System.arraycopy(sealed, (int) at, header, 0, TarFields.BLOCK);
      if (TarFields.isZero(header)) {
        break;
      }
      TarFields.putMagic(header);
      TarFields.putOctal(header, TarFields.CHECKSUM, 7, TarFields.checksum(header));
      header[TarFields.CHECKSUM + 7] = ' ';
      System.arraycopy(header, 0, sealed, (int) at, TarFields.BLOCK);
      long size = size(header);
      at += TarFields.BLOCK + size + TarFields.padding(size);
    }
    return sealed;
  }

  private static long size(byte[] header) {
    try {
      return TarFields.octal(header, TarFields.SIZE, TarFields.LONG_NUMBER_BYTES, "size");
    } catch (TarFormatException none) {
      return 0;
    }
  }
}
