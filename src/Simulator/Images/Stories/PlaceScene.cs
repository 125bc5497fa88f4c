namespace FunctionsPipeline.Simulator.Images.Stories;

/// <summary>A place: its sky or its walls, what stands in it, and its light, as the prompt names them.</summary>
internal sealed class PlaceScene(SoftBrush brush, string prompt, Draw draw)
{
    private readonly double _horizon = brush.Bottom * (0.52 + (0.1 * draw.For("horizon").Share));

    /// <summary>Paints it.</summary>
    public void Paint()
    {
        var isNight = Has("night", "midnight", "moon", "dark forest");
        var isWinter = Has("winter", "snow", "frost", "ice");
        if (Has("hall", "room", "kitchen", "castle hall", "chamber", "hut", "table", "bed", "court", "throne")) Room(isNight);
        else Land(isNight, isWinter);
        Things();
    }

    private bool Has(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (prompt.Contains(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private void Room(bool isNight)
    {
        var stone = new Ink(126, 112, 98).Towards(new Ink(112, 88, 66), draw.For("stone").Share).Times(isNight ? 0.55 : 1);
        brush.Gradient(stone.Times(0.7), stone.Times(1.05));
        for (var row = 0; row < 14; row++)
        {
            var y = brush.Bottom * row / 18;
            brush.Box(-0.5, y, 0.5, y + 0.004, stone.Times(0.62));
            for (var joint = 0; joint < 5; joint++)
            {
                var x = -0.5 + (0.25 * joint) + (row % 2 * 0.125);
                brush.Box(x, y, x + 0.004, y + (brush.Bottom / 18), stone.Times(0.62));
            }
        }

        var light = isNight ? new Ink(120, 140, 190) : new Ink(250, 232, 186);
        foreach (var x in new[] { -0.26, 0.2 })
        {
            brush.Ellipse(x, brush.Bottom * 0.2, 0.09, 0.09, light, 0.004);
            brush.Box(x - 0.09, brush.Bottom * 0.2, x + 0.09, brush.Bottom * 0.36, light);
            brush.Box(x - 0.004, brush.Bottom * 0.16, x + 0.004, brush.Bottom * 0.36, stone.Times(0.5));
            brush.Ellipse(x + 0.06, brush.Bottom * 0.66, 0.22, 0.4, light, 0.3, 0.25);
        }

        brush.Below(_ => brush.Bottom * 0.76, new Ink(84, 60, 44).Times(isNight ? 0.6 : 1), new Ink(48, 34, 26));
        for (var board = 0; board < 9; board++) brush.Box(-0.5 + (0.12 * board), brush.Bottom * 0.76, -0.497 + (0.12 * board), brush.Bottom, new Ink(38, 26, 20));
    }

    private void Land(bool isNight, bool isWinter)
    {
        if (isNight) brush.Gradient(new Ink(12, 18, 44), new Ink(58, 70, 110));
        else if (Has("evening", "sunset", "dusk")) brush.Gradient(new Ink(66, 58, 110), new Ink(246, 160, 92));
        else brush.Gradient(new Ink(104, 158, 212), new Ink(226, 234, 232));
        Sky(isNight);
        var far = isNight ? new Ink(34, 44, 72) : new Ink(118, 146, 158);
        brush.Below(x => _horizon - 0.08 - (0.06 * Math.Sin((x * 5) + (draw.For("far").Share * 6))), far, far.Times(0.85));
        if (Has("castle", "palace", "tower", "king")) Castle(isNight);
        if (Has("village", "house", "farm", "market", "mill")) Houses(isNight);
        var ground = isWinter ? new Ink(224, 230, 236) : new Ink(96, 128, 70);
        if (isNight) ground = ground.Times(0.4);
        brush.Below(x => _horizon + 0.02 + (0.04 * Math.Sin((x * 7) + (draw.For("near").Share * 6))), ground, ground.Times(0.6));
        if (Has("forest", "wood", "tree", "orchard")) Forest(isNight, isWinter);
        if (Has("road", "path", "way", "cart", "bridge")) Road();
        if (Has("river", "lake", "sea", "pond", "well", "water")) brush.Ellipse(0.1, brush.Bottom * 0.8, 0.42, 0.07, new Ink(90, 130, 160).Times(isNight ? 0.6 : 1), 0.01);
    }

    private void Sky(bool isNight)
    {
        var x = (draw.For("light").Share - 0.5) * 0.6;
        brush.Ellipse(x, brush.Bottom * 0.17, 0.28, 0.28, isNight ? new Ink(150, 166, 210) : new Ink(255, 240, 200), 0.4, 0.4);
        brush.Ellipse(x, brush.Bottom * 0.17, 0.07, 0.07, isNight ? new Ink(236, 240, 250) : new Ink(255, 248, 220), 0.006);
        for (var index = 0; index < (isNight ? 60 : 7); index++)
        {
            var place = draw.For("sky").For(index);
            var (px, py) = (place.For("x").Share - 0.5, place.For("y").Share * _horizon * 0.8);
            if (isNight) brush.Ellipse(px, py, 0.003, 0.003, new Ink(240, 240, 255));
            else brush.Ellipse(px, py, 0.1 + (0.08 * place.Share), 0.028, new Ink(250, 250, 250), 0.05, 0.7);
        }
    }

    private void Castle(bool isNight)
    {
        var stone = new Ink(126, 120, 118).Times(isNight ? 0.45 : 0.95);
        foreach (var (x, height) in new[] { (-0.2, 0.34), (0.0, 0.46), (0.18, 0.3) })
        {
            brush.Box(x - 0.055, _horizon - height, x + 0.055, _horizon + 0.05, stone);
            brush.Peak(x, _horizon - height - 0.13, _horizon - height, 0.075, new Ink(112, 52, 50).Times(isNight ? 0.5 : 1));
            brush.Box(x - 0.012, _horizon - height + 0.06, x + 0.012, _horizon - height + 0.11, isNight ? new Ink(250, 206, 110) : stone.Times(0.45));
        }

        brush.Box(-0.24, _horizon - 0.14, 0.22, _horizon + 0.05, stone.Times(0.9));
        brush.Ellipse(0, _horizon + 0.02, 0.05, 0.09, stone.Times(0.35));
    }

    private void Houses(bool isNight)
    {
        for (var index = 0; index < 5; index++)
        {
            var place = draw.For("house").For(index);
            var (x, size) = (-0.42 + (0.2 * index), 0.07 + (0.03 * place.Share));
            brush.Box(x - size, _horizon - (size * 1.1), x + size, _horizon + 0.06, new Ink(206, 188, 158).Times(isNight ? 0.4 : 1));
            brush.Peak(x, _horizon - (size * 2.2), _horizon - (size * 1.05), size * 1.25, new Ink(136, 74, 52).Times(isNight ? 0.45 : 1));
            brush.Box(x - 0.016, _horizon - (size * 0.7), x + 0.016, _horizon - (size * 0.3), isNight ? new Ink(250, 206, 110) : new Ink(84, 74, 70));
        }
    }

    private void Forest(bool isNight, bool isWinter)
    {
        for (var index = 0; index < 26; index++)
        {
            var place = draw.For("tree").For(index);
            var depth = index / 26.0;
            var (x, foot) = (place.For("x").Share - 0.5, _horizon + 0.04 + (depth * brush.Bottom * 0.36));
            var size = 0.09 + (0.2 * depth);
            var green = (isWinter ? new Ink(178, 194, 198) : new Ink(44, 84, 52)).Times((isNight ? 0.35 : 1) * (0.75 + (0.4 * place.Share)));
            brush.Box(x - (size * 0.06), foot - (size * 0.4), x + (size * 0.06), foot, new Ink(74, 54, 40).Times(isNight ? 0.4 : 1));
            for (var tier = 0; tier < 3; tier++) brush.Peak(x, foot - (size * (2.1 - (tier * 0.5))), foot - (size * (1.1 - (tier * 0.42))), size * (0.34 + (tier * 0.13)), green.Times(1 - (0.1 * tier)));
        }
    }

    private void Road()
    {
        for (var step = 0; step < 80; step++)
        {
            var share = step / 80.0;
            var y = _horizon + 0.03 + (share * (brush.Bottom - _horizon));
            brush.Ellipse(0.12 * Math.Sin(share * 4), y, 0.03 + (0.2 * share), 0.02, new Ink(176, 152, 116).Times(0.75 + (0.25 * share)), 0.006);
        }
    }

    /// <summary>What stands in the foreground.</summary>
    private void Things()
    {
        var ground = brush.Bottom * 0.86;
        if (Has("cart")) Cart(ground);
        if (Has("king", "man in", "old man", "farmer")) Figure(-0.16, ground, new Ink(112, 26, 30), Has("crown", "king"));
        if (Has("woman", "girl", "queen", "daughter")) Figure(0.15, ground, new Ink(196, 184, 156), false);
        if (Has("cup", "wine")) Cup(ground);
        if (Has("horse", "foal", "ox", "cow")) Beast(ground);
    }

    private void Figure(double x, double foot, Ink clothes, bool isCrowned)
    {
        brush.Ellipse(x, foot + 0.01, 0.14, 0.02, new Ink(20, 16, 16), 0.03, 0.5);
        brush.Peak(x, foot - 0.46, foot, 0.15, clothes.Times(0.85));
        brush.Ellipse(x, foot - 0.34, 0.085, 0.12, clothes);
        brush.Ellipse(x, foot - 0.5, 0.055, 0.068, new Ink(226, 184, 152));
        brush.Ellipse(x, foot - 0.535, 0.058, 0.045, new Ink(84, 58, 40));
        if (!isCrowned) return;
        brush.Box(x - 0.052, foot - 0.582, x + 0.052, foot - 0.562, new Ink(222, 178, 66));
        for (var point = -1; point <= 1; point++) brush.Peak(x + (point * 0.035), foot - 0.62, foot - 0.575, 0.018, new Ink(222, 178, 66));
    }

    private void Cart(double foot)
    {
        brush.Box(-0.1, foot - 0.2, 0.38, foot - 0.08, new Ink(112, 78, 48));
        foreach (var x in new[] { 0.0, 0.28 })
        {
            brush.Ellipse(x, foot - 0.05, 0.075, 0.075, new Ink(62, 42, 30));
            brush.Ellipse(x, foot - 0.05, 0.05, 0.05, new Ink(150, 112, 72));
            brush.Ellipse(x, foot - 0.05, 0.014, 0.014, new Ink(40, 28, 22));
        }
    }

    private void Cup(double foot)
    {
        var gold = new Ink(214, 170, 70);
        brush.Peak(0.02, foot - 0.06, foot + 0.04, 0.06, gold.Times(0.8));
        brush.Ellipse(0.02, foot - 0.12, 0.075, 0.08, gold);
        brush.Ellipse(0.02, foot - 0.165, 0.07, 0.02, new Ink(104, 16, 36));
        brush.Ellipse(-0.01, foot - 0.12, 0.014, 0.05, gold.Times(1.3), 0.02, 0.7);
    }

    private void Beast(double foot)
    {
        var coat = new Ink(112, 74, 48);
        foreach (var x in new[] { 0.12, 0.2, 0.32, 0.38 }) brush.Box(x, foot - 0.16, x + 0.028, foot + 0.02, coat.Times(0.7));
        brush.Ellipse(0.26, foot - 0.22, 0.17, 0.085, coat);
        brush.Ellipse(0.1, foot - 0.33, 0.05, 0.11, coat.Times(0.95));
        brush.Ellipse(0.06, foot - 0.41, 0.065, 0.035, coat);
        brush.Ellipse(0.05, foot - 0.42, 0.006, 0.006, new Ink(16, 12, 10));
    }
}
