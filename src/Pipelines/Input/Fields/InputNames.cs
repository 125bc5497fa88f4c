using System.Text.RegularExpressions;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>Forms that specifications share.</summary>
internal static partial class InputNames
{
    public const string Allowed = "1 to 64 letters, digits, '.', '_' and '-', not beginning with '.' and without '..'";

    /// <summary>Ids and project names: safe as one segment of a path.</summary>
    [GeneratedRegex(@"\A(?!\.)(?!.*\.\.)[A-Za-z0-9._-]{1,64}\z")]
    public static partial Regex Form();
}
