using FunctionsPipeline.Pipelines.Batches;
using FunctionsPipeline.Pipelines.PaidCalls;
using FunctionsPipeline.State.Governor;

namespace FunctionsPipeline.Pipelines.Steps;

/// <summary>Input of an activity that takes a paid step. It is called again with the same input until the step has ended.</summary>
/// <param name="Item">The item.</param>
/// <param name="Step">Step of the recipe, for example <c>evaluate</c>.</param>
/// <param name="Repeat">Which of several times that the item takes this step, from 0.</param>
/// <param name="Choice">Which of the chain of models, from 0.</param>
/// <param name="PaidAttempt">Number of the paid attempt with this choice, from 0.</param>
/// <param name="Place">The place in the governor's queue that an earlier answer gave; null at first.</param>
/// <param name="IsGivenUp">True when the wait for an accepted call is over: what it comes to is unknown then.</param>
/// <param name="From">Which earlier repeat it goes on from, for steps that do; null for the others.</param>
public sealed record StepCall<TSettings>(
    ItemInput<TSettings> Item, string Step, int Repeat, int Choice, int PaidAttempt, SlotGrant? Place = null, bool IsGivenUp = false, int? From = null)
    where TSettings : BatchSettings;

/// <summary>Answer of an activity that takes a paid step.</summary>
/// <param name="Submit">What the paid call came to so far.</param>
/// <param name="Verdict">What the answer says; null while there is none, or when it cannot be used.</param>
/// <param name="Problem">Why an answer that was paid for cannot be used; null when it can.</param>
/// <param name="ChargedTicks">What the answer cost whoever paid for it, ticks of 1e-10 USD; 0 while there is none.</param>
public sealed record StepAnswer<TVerdict>(SubmitAnswer Submit, TVerdict? Verdict = null, AnswerProblem? Problem = null, long ChargedTicks = 0)
    where TVerdict : class;

/// <summary>An answer that came, and may have cost money, and is of no use.</summary>
/// <param name="Code">Stable, snake_case: <c>malformed_answer</c>, <c>refused</c>, <c>truncated</c>, or the provider's failure.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="IsRetryable">True when asking again may give a better one.</param>
public sealed record AnswerProblem(string Code, string Message, bool IsRetryable);

/// <summary>What an answer is taken to say: a verdict, or a problem.</summary>
public sealed record Judged<TVerdict>(TVerdict? Verdict, AnswerProblem? Problem)
    where TVerdict : class
{
    /// <summary>It can be used.</summary>
    public static Judged<TVerdict> Usable(TVerdict verdict) => new(verdict, null);

    /// <summary>It cannot.</summary>
    public static Judged<TVerdict> Unusable(string code, string message, bool isRetryable) => new(null, new AnswerProblem(code, message, isRetryable));
}
