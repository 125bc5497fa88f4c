namespace FunctionsPipeline.Edge.Tests.FunctionsHost;

/// <summary>The Functions host that a person has started for the tests, beside Azurite, a simulator and a worker.</summary>
internal static class RunningHost
{
    public const string HowToGetIt =
        "There is no running Functions host: start one (docs/hosts.md) and set FP_FUNCTIONS_HOST to its address, for example http://127.0.0.1:7071, " +
        "and FP_FUNCTIONS_KEY to a function key where it asks for one.";

    public static Uri? Address => Environment.GetEnvironmentVariable("FP_FUNCTIONS_HOST") is { Length: > 0 } address ? new Uri(address) : null;

    public static string? Key => Environment.GetEnvironmentVariable("FP_FUNCTIONS_KEY");
}

/// <summary>Tests of the class, those that it inherits from a contract suite too, are shown as skipped where no Functions host runs.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsFunctionsHostAttribute : Attribute;
