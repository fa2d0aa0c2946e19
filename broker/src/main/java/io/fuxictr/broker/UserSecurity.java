package io.fuxictr.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** Lets users in by their password. Each user has one role, with the user's own name. */
final class UserSecurity implements ActiveMQSecurityManager5 {
  private final Map<String, String> passwords;

  UserSecurity(Map<BrokerUser, String> passwords) {
    this.passwords =
        passwords.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(e -> e.getKey().login(), Map.Entry::getValue));
  }

  @Override
  public @Nullable Subject authenticate(
      @Nullable String user,
      @Nullable String password,
      RemotingConnection connection,
      @Nullable String domain) {
    if (user == null || !validateUser(user, password)) {
      return null;
    }
    var subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(user));
    subject.getPrincipals().add(new RolePrincipal(user));
    return subject;
  }

  @Override
  public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
    return subject.getPrincipals(RolePrincipal.class).stream()
        .anyMatch(principal -> allows(principal.getName(), roles, check));
  }

  private static boolean allows(String user, Set<Role> roles, CheckType check) {
    return roles.stream().anyMatch(role -> role.getName().equals(user) && check.hasRole(role));
  }

  @Override
  public boolean validateUser(@Nullable String user, @Nullable String password) {
    String expected = user == null ? null : passwords.get(user);
    return expected != null
        && password != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean validateUserAndRole(
      String user, String password, Set<Role> roles, CheckType check) {
    return validateUser(user, password) && allows(user, roles, check);
  }
}
