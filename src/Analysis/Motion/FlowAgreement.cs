namespace FunctionsPipeline.Analysis;

/// <summary>Where the flows of both directions agree: the forward-backward check as EvalCrafter's warping error has it.</summary>
internal static class FlowAgreement
{
    private const float RelativeSquared = 0.01f;
    private const float AbsoluteSquared = 0.5f;

    /// <summary>Marks rows: 255 where a pixel of one picture is found again from the other one.</summary>
    public static void Mark(FlowField flow, FlowField back, Span<byte> visible, int firstRow, int endRow)
    {
        var (width, height) = (flow.WidthPx, flow.HeightPx);
        for (var y = firstRow; y < endRow; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var index = y * width + x;
                var (moveX, moveY) = (flow.X[index], flow.Y[index]);
                var (column, row) = ((int)MathF.Floor(x + moveX + 0.5f), (int)MathF.Floor(y + moveY + 0.5f));
                if ((uint)column >= (uint)width || (uint)row >= (uint)height)
                {
                    visible[index] = 0;
                    continue;
                }

                var there = row * width + column;
                var (backX, backY) = (back.X[there], back.Y[there]);
                var (restX, restY) = (moveX + backX, moveY + backY);
                var way = moveX * moveX + moveY * moveY + backX * backX + backY * backY;
                visible[index] = restX * restX + restY * restY <= RelativeSquared * way + AbsoluteSquared ? byte.MaxValue : (byte)0;
            }
        }
    }
}
