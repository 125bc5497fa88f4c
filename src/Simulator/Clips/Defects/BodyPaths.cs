using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Defects;

/// <summary>Where bodies are seen.</summary>
internal static class BodyPaths
{
    /// <summary>The part of the picture in which any body is seen while a defect lasts.</summary>
    public static Box Of(Scene scene, Motion motion, Occurrence occurrence)
    {
        int left = int.MaxValue, top = int.MaxValue, right = 0, bottom = 0;
        for (var body = 0; body < scene.Bodies.Count; body++)
        {
            var box = motion.Bounds(body, occurrence.StartFrame, occurrence.EndFrame, marginPx: 1);
            (left, top) = (Math.Min(left, box.X), Math.Min(top, box.Y));
            (right, bottom) = (Math.Max(right, box.X + box.Width), Math.Max(bottom, box.Y + box.Height));
        }

        return new Box(left, top, right - left, bottom - top);
    }
}
