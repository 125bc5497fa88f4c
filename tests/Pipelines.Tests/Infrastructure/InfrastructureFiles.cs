using System.Text.RegularExpressions;

namespace FunctionsPipeline.Pipelines.Tests.Infrastructure;

/// <summary>
/// What infra/ says, read as text: the tests need no compiler of Bicep. That it compiles is what scripts/check-infra.sh checks.
/// </summary>
internal static partial class InfrastructureFiles
{
    /// <summary>A file of the repository.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, path));

    /// <summary>Everything that says how Azure is set up.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "infra")).Select(file => Path.GetRelativePath(RepositoryRoot.Path, file)).Order(StringComparer.Ordinal),
        "azure.yaml", "docs/deploy.md", "scripts/check-infra.sh",
    ];

    /// <summary>The text of the Bicep modules, by file, without whole-line comments.</summary>
    public static IReadOnlyDictionary<string, string> Modules { get; } = All
        .Where(path => path.EndsWith(".bicep", StringComparison.Ordinal))
        .ToDictionary(path => path, path => Comment().Replace(Read(path), ""));

    /// <summary>The text of all sources of a project.</summary>
    public static string Sources(string folder) => string.Join('\n', Directory
        .EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src", folder), "*.cs", SearchOption.AllDirectories)
        .Select(File.ReadAllText));

    /// <summary>What the first group of a pattern finds, each once, in order.</summary>
    public static IReadOnlyList<string> Find(string text, string pattern) =>
        [.. Regex.Matches(text, pattern, RegexOptions.Multiline).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The strings of a list of Bicep, such as <c>var tables = ['runs', 'items']</c>.</summary>
    public static IReadOnlyList<string> ListOf(string text, string name)
    {
        var list = Find(text, $@"{Regex.Escape(name)} *[=:] *\[([^\]]*)\]").ShouldHaveSingleItem();
        return Find(list, "'([^']+)'");
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
