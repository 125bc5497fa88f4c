namespace FunctionsPipeline.Analysis;

/// <summary>
/// A quantity that goes to and fro in each cell: the path it went, and how far that led. What is within the slack is jitter and no path.
/// </summary>
/// <param name="cells">How many cells.</param>
/// <param name="slack">Errors of measurement add up to so much.</param>
internal sealed class UndonePath(int cells, float slack)
{
    private float[] _value = new float[cells];
    private float[] _position = new float[cells];
    private float[] _path = new float[cells];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_value);
        Array.Clear(_position);
        Array.Clear(_path);
    }

    /// <summary>Follows the cells' content.</summary>
    public void Move(CellTracks tracks)
    {
        tracks.Move(ref _value);
        tracks.Move(ref _position);
        tracks.Move(ref _path);
    }

    /// <summary>Keeps a share of what a cell did, 0 to 1.</summary>
    public void Keep(int cell, float share)
    {
        _value[cell] *= share;
        _position[cell] *= share;
        _path[cell] *= share;
    }

    /// <summary>Adds what changed in a cell; of what was before, a share is kept.</summary>
    public void Add(int cell, float change, float keep)
    {
        _value[cell] = _value[cell] * keep + change;
        var before = _position[cell] * keep;
        _position[cell] = Math.Clamp(before, _value[cell] - slack, _value[cell] + slack);
        _path[cell] = _path[cell] * keep + MathF.Abs(_position[cell] - before);
    }

    /// <summary>Path that led nowhere because it was gone back.</summary>
    public float Undone(int cell) => _path[cell] - MathF.Abs(_position[cell]);
}
