package dev.dateilager.domain.access;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.security.PrivateKey;
import java.util.List;

/** The key pair and the tokens of auth.md §5, which are public. */
final class DevelopmentTokens {
  static final String PRIVATE_PEM =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEILTL+0PfTOIQcn2VPkpxMwf6Gbt9n4UEFDjZ4RuUKjd0
      -----END PRIVATE KEY-----
      """;
  static final String PUBLIC_PEM =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAHrnbu7wEfAP9cGBOAHHwmH4Wsot1ciXBHwBBXQ4gsaI=
      -----END PUBLIC KEY-----
      """;

  /** Of the key pair that the reference used before. */
  static final String EARLIER_PUBLIC_PEM =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEASKQkA/AxlNCdOHTnp5McesmQ+y756VTtGz8Xrt1G0fs=
      -----END PUBLIC KEY-----
      """;

  static final String ADMIN =
      "v2.public.eyJzdWIiOiJhZG1pbiJ9yt40HNkcyOUtDeFa_WPS6vi0WiE4zWngDGJLh17TuYvssTudCbOdQEkVDRD-mSNTXLgSRDXUkO-AaEr4ZLO4BQ";
  static final String PROJECT_1 =
      "v2.public.eyJzdWIiOiIxIn2jV7FOdEXafKDtAnVyDgI4fmIbqU7C1iuhKiL0lDnG1Z5-j6_ObNDd75sZvLZ159-X98_mP4qvwzui0w8pjt8F";
  static final String SHARED_READER =
      "v2.public.eyJzdWIiOiJzaGFyZWQtcmVhZGVyIn1CxWdB02s9el0Wt7qReARZ-7JtIb4Zj3D4Oiji1yXHqj0orkpbcVlswVUiekECJC16d1NrHwD2FWSwRORZn8gK";
  static final String PROJECT_2 =
      "v2.public.eyJzdWIiOiIyIn3IY09QrKqFoqli7Zpbx9YJBXhik2_txZdQaZKYLrdppLCr50kaCo8LgtQn56WdxeM8NUur-PEcyFjtJ340v0MM";
  static final String EXPIRED_IN_2000 =
      "v2.public.eyJzdWIiOiJhZG1pbiIsImV4cCI6IjIwMDAtMDEtMDFUMDA6MDA6MDBaIn2BzYbK1_OXJvbMVXzT1C0TddyBbm2EhNmkpsKVpvDqf5VMD5qk5iE3rUDSERcep3SvZoh3yLvsqzg95eRwfb8A";
  static final String ADMIN_WITH_FOOTER =
      "v2.public.eyJzdWIiOiJhZG1pbiJ90b0AM5EfkS-oaVvBIo3MioJU5fxiHE1gsKs7sQ-oDSBbbNnf0AeNikeWtQGCg-Z9fDjQuwojx9huVEGe1X9cDQ.eyJraWQiOiJkZXYifQ";
  static final String NOBODY =
      "v2.public.eyJzdWIiOiJub2JvZHkifUXcH1Lkk1Io2c9QOoR1TpRceuR4jw2qyqVQhM9qeCHqdlLfIFupd2o0rLP6fRXRQcUh-btondo7bOGrS7ZFZA4";
  static final String NO_CLAIMS =
      "v2.public.e31Jo3fkt-ghR0oF1-BP7ZZ0y8xHP3m8z4TNlm7CbasG2Ai41mC8jqgUGE0dCt7nonldWVzvmPoShlJQ9j2YWNwG";
  static final String EARLIER_ADMIN =
      "v2.public.eyJzdWIiOiJhZG1pbiIsImlhdCI6IjIwMjEtMTAtMTVUMTE6MjA6MDAuMDM0WiJ9WtEey8KfQQRy21xoHq1C5KQatEevk8RxS47k4bRfMwVCPHumZmVuk6ADcfDHTmSnMtEGfFXdxnYOhRP6Clb_Dw";
  static final String EARLIER_PROJECT_1 =
      "v2.public.eyJzdWIiOiIxIiwiaWF0IjoiMjAyMS0xMC0xNVQxMToyMDowMC4wMzVaIn2MQ14RfIGpoEycCuvRu9J3CZp6PppUXf5l5w8uKKydN3C31z6f6GgOEPNcnwODqBnX7Pjarpz4i2uzWEqLgQYD";

  private DevelopmentTokens() {}

  static List<VerificationKey> keys() throws InvalidArgument {
    return TokenKeys.readPublic(PUBLIC_PEM);
  }

  static PrivateKey privateKey() throws InvalidArgument {
    return TokenKeys.readPrivate(PRIVATE_PEM);
  }
}
