using System.Text.Json;
using FunctionsPipeline.Pipelines.Images.Iteration;
using FunctionsPipeline.Pipelines.RunFolder;
using FunctionsPipeline.Pipelines.Steps;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Pipelines.Steps.Images;
using FunctionsPipeline.State.Blobs;
using FunctionsPipeline.State.Runs;

namespace FunctionsPipeline.Pipelines.Images.Reporting;

/// <summary>
/// Writes and reads <c>results/{id}/</c>: <c>iteration_N.png</c>, <c>iteration_N_results.json</c> and <c>.yaml</c>,
/// <c>iteration_N_evaluation.json</c>, and last <c>summary.json</c>. Each file appears whole; writing them twice gives the same.
/// </summary>
internal sealed class ResultFolder(RunFolderFiles files)
{
    /// <summary>Where the results of a prompt lie.</summary>
    public static string PathOf(string runId, string itemId) => $"runs/{runId}/results/{itemId}/";

    /// <summary>What came of a prompt; null when it has no judged image.</summary>
    public static async Task<ImageSummary?> ReadAsync(IBlobStore blobs, string runId, string itemId, CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenReadAsync(PathOf(runId, itemId) + "summary.json", cancellationToken);
        return blob is null ? null : await JsonSerializer.DeserializeAsync<ImageSummary>(blob.Content, RunFolderJson.Pretty, cancellationToken);
    }

    /// <summary>Writes what came of a prompt that has at least one judged image.</summary>
    public async Task WriteAsync(
        ImageSteps steps, ImagePrompt planned, ItemRecord record, IterationSummary iteration, IReadOnlyList<string> formats, CancellationToken cancellationToken)
    {
        var folder = PathOf(record.RunId.Value, record.ItemId);
        var starts = StartsOf(iteration);
        var images = new List<ImageResult>();
        foreach (var known in iteration.Iterations)
        {
            var prompt = await steps.PromptAsync(planned, known.Number, cancellationToken);
            var image = await steps.ImageAsync(known.Number, cancellationToken) ?? throw steps.Gone(known.Number);
            var looks = await LooksAsync(steps, known, cancellationToken);
            var result = ResultOf(planned.Id, prompt, known, image, starts[known.Number - 1], iteration);
            images.Add(result);
            await files.CopyAsync(image.Record.Files[0], folder + result.File, cancellationToken);
            await WriteResultAsync($"{folder}iteration_{known.Number}_results", result, formats, cancellationToken);
            await files.PutJsonAsync($"{folder}iteration_{known.Number}_evaluation.json", new ImageEvaluation(planned.Id, known.Number, result.MeanScore, looks), cancellationToken);
        }

        await files.PutJsonAsync(folder + "summary.json", SummaryOf(planned, record, iteration, images), cancellationToken);
    }

    private static ImageSummary SummaryOf(ImagePrompt planned, ItemRecord record, IterationSummary iteration, IReadOnlyList<ImageResult> images)
    {
        var last = iteration.Decisions[^1];
        return new ImageSummary
        {
            RunId = record.RunId.Value,
            Id = planned.Id,
            Status = record.Status,
            Prompt = planned.Prompt,
            NegativePrompt = planned.NegativePrompt,
            Chosen = last.Chosen,
            ChosenFile = images.FirstOrDefault(image => image.Iteration == last.Chosen)?.File,
            Stop = last.Reason,
            Gain = iteration.Gain(),
            SpentTicks = iteration.Iterations.Sum(known => known.SpentTicks),
            Images = images,
            Iteration = iteration,
            Degradations = record.Degradations,
            Error = record.Error,
        };
    }

    /// <summary>For each image the one whose prompt was improved, as it was decided.</summary>
    private static List<int?> StartsOf(IterationSummary iteration) =>
        [.. iteration.Decisions.Where(decision => decision.Action == IterationAction.Continue).Select(decision => decision.Subject)];

    private static ImageResult ResultOf(string id, ImagePrompt prompt, IterationRecord known, TakenStep<ImageAnswer> image, int? start, IterationSummary iteration)
    {
        var answer = image.Kept.Reply;
        var scores = known.Scores.Where(score => score.Value is not null).Select(score => score.Value!.Value).ToList();
        return new ImageResult
        {
            Id = id,
            Iteration = known.Number,
            Prompt = prompt.Prompt,
            ImprovedFrom = start,
            Mends = start is { } number ? iteration.Iterations[number - 1].FailedChecks : [],
            RevisedPrompt = answer.RevisedPrompt,
            Model = ModelOf(image.Record),
            Seed = answer.Seed,
            File = $"iteration_{known.Number}{ImageFileKind.EndingOf(answer.File!.MediaType)}",
            Bytes = answer.File.Bytes,
            Sha256 = answer.File.Sha256,
            MeanScore = scores.Count == 0 ? null : scores.Average(),
            Scores = scores.Count,
            LocalScore = known.LocalScore,
            LocalChecks = answer.Report?.Checks ?? new Dictionary<string, double?>(),
            NotChecked = answer.Report?.NotChecked,
            ImageTicks = known.ImageTicks,
            ScoreTicks = known.SpentTicks - known.ImageTicks,
            CallId = image.Record.CallId,
            TakenFrom = image.Record.TakenFrom?.Value,
        };
    }

    private static async Task<IReadOnlyList<ImageLook>> LooksAsync(ImageSteps steps, IterationRecord known, CancellationToken cancellationToken)
    {
        var looks = new List<ImageLook>();
        for (var score = 0; score < known.Scores.Count; score++)
        {
            var look = await steps.ScoreAsync(known.Number, score, cancellationToken) ?? throw steps.Gone(known.Number);
            var said = ImageRequests.ReadEvaluation(look.Kept.Reply).Verdict!;
            looks.Add(new ImageLook(
                ModelOf(look.Record),
                said.Score,
                [.. said.Checks.Select(check => new ImageCheck(check.Name, check.Score, check.Passed, check.Comment))],
                look.Kept.ChargedTicks,
                look.Record.CallId,
                look.Record.TakenFrom?.Value));
        }

        return looks;
    }

    private static string ModelOf(State.Steps.StepRecord record) => record.Inputs.First(input => input.Name == "model").Shown;

    private async Task WriteResultAsync(string path, ImageResult result, IReadOnlyList<string> formats, CancellationToken cancellationToken)
    {
        if (formats.Contains(RunExports.Json)) await files.PutJsonAsync(path + ".json", result, cancellationToken);
        if (formats.Contains(RunExports.Yaml)) await files.PutStreamAsync(path + ".yaml", file => YamlExport.WriteAsync(result, file), cancellationToken);
    }
}
