using System.Globalization;
using System.Text;

namespace FunctionsPipeline.Pipelines.Input;

/// <summary>One thing that is wrong with a specification or a prompt file.</summary>
/// <param name="File">File as the user named it, or <c>spec</c> or <c>stdin</c> where there is none.</param>
/// <param name="Line">Line, from 1; null when the file as a whole is meant.</param>
/// <param name="Column">Column, from 1; null when the line as a whole is meant.</param>
/// <param name="Field">Field or path of fields, for example <c>retries.attempts</c>.</param>
/// <param name="Found">What is there, in words, cut to a readable length.</param>
/// <param name="Allowed">What may be there, in words.</param>
/// <param name="Message">What is wrong, one sentence without the place.</param>
public sealed record InputProblem(
    string File, int? Line, int? Column, string? Field, string? Found, string? Allowed, string Message)
{
    /// <summary>One line for people: <c>batch.yaml:7:13: repeat: found 0; allowed: a whole number from 1 to 1000</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line is { } line) text.Append(CultureInfo.InvariantCulture, $":{line}");
        if (Line is not null && Column is { } column) text.Append(CultureInfo.InvariantCulture, $":{column}");
        text.Append(": ");
        if (Field is not null) text.Append(Field).Append(": ");
        text.Append(Message);
        if (Found is not null) text.Append("; found ").Append(Found);
        if (Allowed is not null) text.Append("; allowed: ").Append(Allowed);
        return text.ToString();
    }
}

/// <summary>A specification or a prompt file cannot be used. Nothing was sent and no money was spent.</summary>
public sealed class InputException : Exception
{
    internal InputException(IReadOnlyList<InputProblem> problems, bool isCut)
        : base(Describe(problems, isCut))
    {
        Problems = problems;
        IsCut = isCut;
    }

    /// <summary>For what is wrong with a file that reads well by itself.</summary>
    internal static InputException Of(string file, IEnumerable<string> messages) =>
        new([.. messages.Select(message => new InputProblem(file, null, null, null, null, null, message))], isCut: false);

    /// <summary>Everything that was found wrong, in the order of the file, at least one.</summary>
    public IReadOnlyList<InputProblem> Problems { get; }

    /// <summary>True when reading stopped because there were too many problems: there may be more.</summary>
    public bool IsCut { get; }

    private static string Describe(IReadOnlyList<InputProblem> problems, bool isCut)
    {
        var lines = string.Join('\n', problems);
        return isCut ? $"{lines}\n(stopped after {problems.Count} problems; there may be more)" : lines;
    }
}

/// <summary>Collects what is wrong with one input, up to <see cref="InputLimits.ProblemsMax"/>. Not for several threads.</summary>
internal sealed class InputProblems(string file)
{
    private readonly List<InputProblem> _problems = [];

    public string File { get; } = file;

    /// <exception cref="InputException">The list is full.</exception>
    public void Add(int? line, int? column, string? field, string message, string? found = null, string? allowed = null)
    {
        _problems.Add(new InputProblem(File, line, column, field, found, allowed, message));
        if (_problems.Count == InputLimits.ProblemsMax) throw ToException(isCut: true);
    }

    /// <summary>For what makes reading on pointless.</summary>
    public InputException Fatal(int? line, int? column, string message, string? found = null, string? allowed = null)
    {
        _problems.Add(new InputProblem(File, line, column, null, found, allowed, message));
        return ToException(isCut: false);
    }

    /// <exception cref="InputException">Something was found wrong.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0) throw ToException(isCut: false);
    }

    /// <summary>Fields are read in the reader's order and told in the file's.</summary>
    private InputException ToException(bool isCut) =>
        new([.. _problems.OrderBy(problem => problem.Line ?? 0).ThenBy(problem => problem.Column ?? 0)], isCut);
}
