using System.Reflection;
using FunctionsPipeline.State.Ledger;

namespace FunctionsPipeline.Providers.Tests;

public sealed class ArchitectureTests
{
    private static readonly Assembly Providers = typeof(IVideoGenerator).Assembly;

    [Fact]
    public void Every_submit_takes_a_reservation()
    {
        var submits = Providers.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.Name.StartsWith("Submit", StringComparison.Ordinal) && !method.IsSpecialName)
            .ToList();

        submits.Count.ShouldBeGreaterThanOrEqualTo(8);
        submits.Where(method => method.GetParameters().All(parameter => parameter.ParameterType != typeof(Reservation)))
            .Select(method => $"{method.DeclaringType}.{method.Name}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_ledger_makes_a_reservation()
    {
        typeof(Reservation).GetConstructors().ShouldBeEmpty();
        typeof(Reservation).Assembly.GetTypes().Where(type => type.IsPublic)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(method => Unwrap(method.ReturnType) == typeof(Reservation))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Providers_know_of_the_state_only_what_a_paid_call_is()
    {
        var allowed = new[] { typeof(Reservation), typeof(ProviderClass) };
        var used = Providers.GetTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .SelectMany(TypesOf)
            .Select(Unwrap)
            .Where(type => type.Namespace?.StartsWith("FunctionsPipeline.", StringComparison.Ordinal) == true && type.Assembly != Providers)
            .Distinct();

        used.Except(allowed).ShouldBeEmpty();
    }

    [Fact]
    public void The_texts_of_error_codes_do_not_change()
    {
        Enum.GetValues<ProviderErrorCode>().Select(code => code.ToText()).ShouldBe(
        [
            "timeout", "connection_refused", "connection_lost", "dns_failure", "tls_failure", "circuit_open", "rate_limited", "unauthorized",
            "forbidden", "invalid_request", "not_found", "content_refused", "server_error", "unexpected_reply", "cancelled", "reservation_mismatch",
            "generation_failed", "generation_expired", "link_expired", "download_corrupt", "download_truncated", "download_too_large",
            "download_wrong_type", "download_stalled", "download_refused", "download_not_written",
        ]);
        ProviderErrorCodes.TryParse("rate_limited", out var code).ShouldBeTrue();
        code.ShouldBe(ProviderErrorCode.RateLimited);
        ProviderErrorCodes.TryParse("RateLimited", out _).ShouldBeFalse();
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        MethodBase method => [.. method.GetParameters().Select(parameter => parameter.ParameterType), .. method is MethodInfo { ReturnType: { } type } ? new[] { type } : []],
        _ => [],
    };

    private static Type Unwrap(Type type) => type.IsGenericType ? Unwrap(type.GetGenericArguments()[0]) : type;
}
