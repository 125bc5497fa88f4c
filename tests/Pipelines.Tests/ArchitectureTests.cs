using System.Reflection;
using FunctionsPipeline.Durable;
using FunctionsPipeline.Pipelines.VideoBatch;

namespace FunctionsPipeline.Pipelines.Tests;

/// <summary>The arrows of docs/ARCHITECTURE.md, held by the compiler's own record of what references what.</summary>
public sealed class ArchitectureTests
{
    private const string Prefix = "FunctionsPipeline.";

    [Theory]
    [InlineData("Sqlite", "")]
    [InlineData("Analysis", "")]
    [InlineData("Durable", "Sqlite")]
    [InlineData("State", "Sqlite")]
    [InlineData("Providers", "State")]
    [InlineData("Media", "Analysis")]
    [InlineData("Pipelines", "Analysis Durable Media Providers State")]
    public void An_assembly_references_only_what_the_architecture_allows(string assembly, string allowed)
    {
        var references = Assembly.Load(Prefix + assembly).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]);

        references.Except(allowed.Split(' ')).ShouldBeEmpty();
    }

    [Fact]
    public void Every_orchestrator_stands_in_a_file_that_the_banned_api_rules_cover()
    {
        var orchestrators = typeof(VideoBatchItemOrchestrator).Assembly.GetTypes().Where(IsOrchestrator).ToList();

        orchestrators.ShouldNotBeEmpty();
        orchestrators.ShouldAllBe(type => NameOf(type).EndsWith("Orchestrator", StringComparison.Ordinal));
        foreach (var type in orchestrators)
        {
            Directory.EnumerateFiles(RepositoryRoot.Path, NameOf(type) + ".cs", SearchOption.AllDirectories).ShouldNotBeEmpty(type.Name);
        }
    }

    // A generic type has its number of parameters in its name.
    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static bool IsOrchestrator(Type type) =>
        type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Orchestrator<,>);
}
