package io.callrouter.architecture;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * What a caller of a public type gets to see: supertypes, type parameters, annotations, members.
 */
final class PublicSignature {
  private PublicSignature() {}

  static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(PublicSignature::isPublic).orElse(true);
  }

  static Stream<JavaClass> of(JavaClass type) {
    Stream<JavaType> ofType =
        Stream.of(type.getSuperclass().stream(), type.getInterfaces().stream(), parameters(type))
            .flatMap(types -> types);
    return Stream.concat(
            Stream.concat(rawTypes(ofType), annotations(type.getAnnotations())),
            type.getMembers().stream().filter(PublicSignature::isVisible).flatMap(m -> ofMember(m)))
        .map(JavaClass::getBaseComponentType)
        .filter(named -> !named.isPrimitive())
        .distinct();
  }

  private static Stream<JavaType> parameters(JavaClass type) {
    return type.getTypeParameters().stream().map(JavaType.class::cast);
  }

  private static boolean isVisible(JavaMember member) {
    var modifiers = member.getModifiers();
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static Stream<JavaClass> ofMember(JavaMember member) {
    Stream<JavaClass> types = member.getAllInvolvedRawTypes().stream();
    Stream<JavaClass> thrown =
        member instanceof JavaCodeUnit code ? code.getExceptionTypes().stream() : Stream.empty();
    return Stream.concat(Stream.concat(types, thrown), annotations(member.getAnnotations()));
  }

  private static Stream<JavaClass> annotations(Collection<? extends JavaAnnotation<?>> all) {
    return all.stream().map(JavaAnnotation::getRawType);
  }

  private static Stream<JavaClass> rawTypes(Stream<JavaType> types) {
    return types.flatMap(type -> type.getAllInvolvedRawTypes().stream());
  }
}
