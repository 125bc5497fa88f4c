using FunctionsPipeline.Simulator.Clips.Painting;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>Colours come apart from brightness, the farther from the middle the more, as a poor lens does.</summary>
internal sealed class ChromaticAberration : IDefect
{
    public string Kind => "chromatic-aberration";

    public string Trap => "chromatic-aberration";

    public IReadOnlyList<string[]> AskedBy =>
        [["chromatic aberration"], ["colour fringing"], ["color fringing"], ["colour fringes"], ["color fringes"]];

    public Occurrence Draw(Scene scene, Random random) => new(this, 0, scene.Format.FrameCount, 0.4f + (0.6f * random.NextSingle()));

    public void PaintPicture(Occurrence occurrence, Canvas canvas)
    {
        canvas.Copy.CopyFrom(canvas.Picture);
        var stretch = 0.015f + (0.03f * occurrence.Severity);
        Scale(canvas.Copy.U, canvas.Picture.U, 1 / (1 + stretch));
        Scale(canvas.Copy.V, canvas.Picture.V, 1 / (1 - stretch));
    }

    private static void Scale(Plane from, Plane to, float zoom)
    {
        float middleX = (to.Width - 1) / 2f, middleY = (to.Height - 1) / 2f;
        for (var y = 0; y < to.Height; y++)
        {
            var row = to.Row(y);
            for (var x = 0; x < row.Length; x++) row[x] = (byte)(from.At(middleX + ((x - middleX) * zoom), middleY + ((y - middleY) * zoom)) + 0.5f);
        }
    }
}
