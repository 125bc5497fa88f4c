using System.Numerics;
using FunctionsPipeline.Simulator.Clips.Scenes;

namespace FunctionsPipeline.Simulator.Clips.Painting;

/// <summary>Paints the frames of a clip, in order or not. For one thread.</summary>
internal sealed class ScenePainter
{
    private readonly ClipScript _script;
    private readonly Backdrop _backdrop;
    private readonly Picture _picture;
    private readonly Picture _copy;
    private readonly SurfaceTile[] _bodyTiles;
    private readonly SurfaceTile? _postTile;

    /// <summary>A painter with a backdrop of its own.</summary>
    public ScenePainter(ClipScript script)
    {
        _script = script;
        _backdrop = new Backdrop(script.Scene);
        var format = script.Scene.Format;
        _picture = new Picture(format.WidthPx, format.HeightPx);
        _copy = new Picture(format.WidthPx, format.HeightPx);
        _bodyTiles = [.. script.Scene.Bodies.Select(body => new SurfaceTile(body.Surface, new Vector2(-body.Radius * 2), new Vector2(body.Radius * 2)))];
        if (script.Scene.Post is { } post) _postTile = new SurfaceTile(post.Surface, new Vector2(-1), new Vector2(post.Width + 1, format.HeightPx));
    }

    /// <summary>Paints a frame.</summary>
    /// <returns>The picture, valid until the next call.</returns>
    public Picture Paint(int shownFrame)
    {
        var frame = _script.SourceFrame(shownFrame);
        var scene = _script.Scene;
        var canvas = new Canvas(scene, _script.Motion, _picture, _copy, _bodyTiles, frame);
        _backdrop.Show(scene.CameraAt(frame), _picture);
        for (var body = 0; body < scene.Bodies.Count; body++) PaintBody(canvas, body);
        foreach (var occurrence in _script.Occurrences)
        {
            if (occurrence.Covers(frame)) occurrence.Defect.PaintBodies(occurrence, canvas);
        }

        if (scene.Post is { } post) PaintPost(canvas, post, _postTile!);
        foreach (var occurrence in _script.Occurrences)
        {
            if (occurrence.Covers(frame)) occurrence.Defect.PaintPicture(occurrence, canvas);
        }

        return _picture;
    }

    private static void PaintBody(Canvas canvas, int index)
    {
        var (picture, body, tile, centre) = (canvas.Picture, canvas.Scene.Bodies[index], canvas.Tiles[index], canvas.CentreOf(index));
        foreach (var (x, y) in Pixels.Around(centre, body.Radius + 1, picture.Y))
        {
            float dx = x - centre.X, dy = y - centre.Y;
            var cover = body.Covers(dx, dy);
            if (cover > 0) picture.Y.Mix(x, y, tile.At(dx, dy), cover);
        }

        foreach (var (x, y) in Pixels.Around(centre / 2, (body.Radius / 2) + 1, picture.U))
        {
            var cover = body.Covers((x * 2) + 0.5f - centre.X, (y * 2) + 0.5f - centre.Y);
            if (cover <= 0) continue;
            picture.U.Mix(x, y, body.Surface.U, cover);
            picture.V.Mix(x, y, body.Surface.V, cover);
        }
    }

    private static void PaintPost(Canvas canvas, Post post, SurfaceTile tile)
    {
        var left = post.X - (canvas.Scene.CameraAt(canvas.Frame).X * post.Parallax);
        var picture = canvas.Picture;
        for (var x = Math.Max(0, (int)left); x < Math.Min(picture.Width, left + post.Width + 1); x++)
        {
            // The share of the pixel's column that the post covers; its edges fall between pixels as it moves.
            var cover = Math.Clamp(Math.Min(x + 1 - left, left + post.Width - x), 0, 1);
            for (var y = 0; y < picture.Height; y++) picture.Y.Mix(x, y, tile.At(x - left, y), cover);
            if (x % 2 != 0) continue;
            for (var y = 0; y < picture.U.Height; y++)
            {
                picture.U.Mix(x / 2, y, post.Surface.U, cover);
                picture.V.Mix(x / 2, y, post.Surface.V, cover);
            }
        }
    }
}
