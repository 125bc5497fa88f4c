using FunctionsPipeline.Pipelines.Images.Iteration;

namespace FunctionsPipeline.Pipelines.Images;

/// <summary>What a prompt has come to so far: its images, their scores, and what was decided. Pure, so that a replay agrees.</summary>
internal sealed class ImagesCourse(ImagesSettings settings)
{
    private readonly List<IterationRecord> _iterations = [];
    private readonly List<IterationDecision> _decisions = [];

    /// <summary>The judged images.</summary>
    public IReadOnlyList<IterationRecord> Iterations => _iterations;

    /// <summary>What was decided, in order.</summary>
    public IReadOnlyList<IterationDecision> Decisions => _decisions;

    /// <summary>The image that would be used if it ended here; null while none was judged.</summary>
    public int? Chosen => _decisions.Count == 0 ? null : _decisions[^1].Chosen;

    /// <summary>Decides what comes next.</summary>
    public IterationDecision Decide()
    {
        var decision = settings.Plan == IterationPlan.Refine
            ? Iteration.Decisions.Next(settings.Iteration, _iterations)
            : ParallelSamples.Next(settings.Iteration, _iterations);
        _decisions.Add(decision);
        return decision;
    }

    /// <summary>Adds an image with its first score. What is to be mended in it is what that score says: later scores only tell how good it is.</summary>
    public void AddImage(ImageVerdict image, long imageTicks, EvaluateVerdict evaluation, long scoreTicks) => _iterations.Add(new IterationRecord(
        _iterations.Count + 1, image.PromptSha256, imageTicks, [new JudgeScore(evaluation.Score, scoreTicks)], image.LocalScore, evaluation.FailedChecks));

    /// <summary>Adds another score of an image.</summary>
    public void AddScore(int number, EvaluateVerdict evaluation, long ticks)
    {
        var record = _iterations[number - 1];
        _iterations[number - 1] = record with { Scores = [.. record.Scores, new JudgeScore(evaluation.Score, ticks)] };
    }
}
