namespace FunctionsPipeline.Pipelines.Episode.Editing;

/// <summary>The stretch of the episode that belongs to one speech, pauses divided between neighbours.</summary>
/// <param name="Speech">What is said.</param>
/// <param name="StartFrame">First frame.</param>
/// <param name="EndFrame">First frame after it.</param>
/// <param name="BeginsBeat">Whether a new beat begins with it.</param>
/// <param name="WordFrames">Frames at which a word begins, where a cut is felt least.</param>
internal sealed record Scene(Speech Speech, int StartFrame, int EndFrame, bool BeginsBeat, IReadOnlyList<int> WordFrames)
{
    /// <summary>Frames.</summary>
    public int Frames => EndFrame - StartFrame;

    public static Scene Of(IReadOnlyList<Speech> speeches, int index, int end, int framesPerSecond)
    {
        var speech = speeches[index];
        var words = SpokenWords.Of(speech, framesPerSecond).Select(word => (int)Math.Round(word.StartSeconds * framesPerSecond));
        return new Scene(
            speech, BoundaryBefore(index), index + 1 < speeches.Count ? BoundaryBefore(index + 1) : end, index > 0 && speeches[index - 1].Beat != speech.Beat, [.. words]);

        int BoundaryBefore(int next) => next == 0 ? 0 : (speeches[next - 1].EndFrame(framesPerSecond) + speeches[next].StartFrame) / 2;
    }

    /// <summary>Cuts the stretch into parts of about the same length, at words where one is near.</summary>
    /// <returns>The first frame of each part and, at last, <see cref="EndFrame"/>.</returns>
    public IReadOnlyList<int> Split(int parts)
    {
        var bounds = new List<int> { StartFrame };
        var length = Frames / (double)parts;
        for (var part = 1; part < parts; part++)
        {
            var even = StartFrame + (int)Math.Round(part * length);
            var near = WordFrames.Where(frame => Math.Abs(frame - even) <= length / 3 && frame > bounds[^1]).OrderBy(frame => Math.Abs(frame - even)).ThenBy(frame => frame);
            bounds.Add(near.Cast<int?>().FirstOrDefault() ?? even);
        }

        bounds.Add(EndFrame);
        return bounds;
    }
}
