using System.Text;

namespace FunctionsPipeline.Simulator.Faults;

/// <summary>Names of kinds and operations as fault files write them.</summary>
internal static class FaultNames
{
    private static readonly Dictionary<FaultKind, string> Kinds = Enum.GetValues<FaultKind>().ToDictionary(kind => kind, kind => Kebab(kind.ToString()));

    /// <summary>For example <c>reply-lost</c>.</summary>
    public static string Of(FaultKind kind) => Kinds[kind];

    /// <summary>For example <c>talking-head</c>.</summary>
    public static string Of(FaultOperation operation) => Kebab(operation.ToString());

    /// <summary>Every kind's name.</summary>
    public static IReadOnlyDictionary<string, FaultKind> AllKinds { get; } =
        Kinds.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Every operation's name.</summary>
    public static IReadOnlyDictionary<string, FaultOperation> AllOperations { get; } =
        Enum.GetValues<FaultOperation>().ToDictionary(operation => Kebab(operation.ToString()), operation => operation, StringComparer.Ordinal);

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            var startsWord = char.IsUpper(letter) || (char.IsDigit(letter) && !char.IsDigit(text[^1]));
            if (startsWord && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
