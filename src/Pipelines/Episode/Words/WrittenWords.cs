using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>One thing that is wrong with an answer.</summary>
/// <param name="Field">Where, for example <c>lines[1].character_id</c>.</param>
/// <param name="Message">What is wrong, and what is allowed.</param>
public sealed record WordProblem(string Field, string Message)
{
    /// <summary>For example <c>lines[1].character_id: 'stranger' is no character; one of: mara, king</c>.</summary>
    public override string ToString() => $"{Field}: {Message}";
}

/// <summary>
/// What a step of words says, for its orchestrator: usable, or to be repaired once. Small enough for a history.
/// </summary>
/// <param name="Problems">What is wrong, first things first; empty when the words can be used as they are.</param>
public sealed record WordsVerdict(IReadOnlyList<string> Problems)
{
    /// <summary>True when the words can be used as they are.</summary>
    public bool IsFit => Problems.Count == 0;
}

/// <summary>An answer as it was read.</summary>
/// <param name="Value">What it says, when nothing is wrong with it.</param>
/// <param name="Problems">All that is wrong with what it says; empty when nothing is, and when it could not be read.</param>
/// <param name="Unreadable">Why it could not be read at all: no JSON, refused, cut short. Null when it could.</param>
public sealed record WrittenWords<T>(T? Value, IReadOnlyList<WordProblem> Problems, AnswerProblem? Unreadable)
    where T : class
{
    private const string Code = "unfit_words";
    private const int ShownMax = 5;
    private const int LineCharactersMax = 300;

    /// <summary>The first round: an answer that can be read is used, and its problems say whether a repair has to follow.</summary>
    public Judged<WordsVerdict> FirstRound() =>
        Unreadable is null ? Judged<WordsVerdict>.Usable(new WordsVerdict(ProblemLines())) : new Judged<WordsVerdict>(null, Unreadable);

    /// <summary>The repair: what is still wrong is a failure. Asking another time does not help.</summary>
    public Judged<WordsVerdict> LastRound()
    {
        if (Unreadable is not null) return new Judged<WordsVerdict>(null, Unreadable);
        if (Problems.Count == 0) return Judged<WordsVerdict>.Usable(new WordsVerdict([]));
        var more = Problems.Count > ShownMax ? $" and {Problems.Count - ShownMax} more" : "";
        return Judged<WordsVerdict>.Unusable(
            Code, $"Still unfit after one repair: {string.Join("; ", ProblemLines().Take(ShownMax))}{more}.", isRetryable: false);
    }

    /// <summary>The problems as lines, no more and no longer than a prompt and a history should hold.</summary>
    public IReadOnlyList<string> ProblemLines() =>
        [.. Problems.Take(WordLimits.ProblemsMax).Select(problem => problem.ToString().ReplaceLineEndings(" ")).Select(line => line.Length <= LineCharactersMax ? line : line[..LineCharactersMax])];

    /// <summary>Reads an answer.</summary>
    internal static WrittenWords<T> Read(ChatAnswer answer, Blocklist blocklist, Func<AnswerFields, T?> read)
    {
        var problems = new List<WordProblem>();
        var judged = ChatAnswers.Read(answer, root => new Box(read(new AnswerFields(root, "", problems, blocklist))));
        return judged.Problem is not null
            ? new WrittenWords<T>(null, [], judged.Problem)
            : new WrittenWords<T>(problems.Count == 0 ? judged.Verdict!.Value : null, problems, null);
    }

    private sealed record Box(T? Value);
}
