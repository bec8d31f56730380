"""The portal: a unit hands its report in and sees at once what was read; the district decides, approves, releases.

Pages and API over the records; what reports are worth is worked out beneath. Requests are let in at one door
(`doorkeeping`), each route names the right that it needs (`visiting`), and every text is escaped by the templates.
"""
